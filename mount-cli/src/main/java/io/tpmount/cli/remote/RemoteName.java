package io.tpmount.cli.remote;

import io.tpmount.cli.exit.CommandFailure;
import java.util.Locale;

/** What REMOTE says: a bucket opened with the AWS chain, or with a section of rclone.conf. */
public sealed interface RemoteName {
  /** The bucket itself. */
  BucketPath path();

  /** {@code bucket/prefix}. */
  record Plain(BucketPath path) implements RemoteName {}

  /**
   * {@code name:bucket/prefix}.
   *
   * @param section of rclone.conf, or of {@code RCLONE_CONFIG_NAME_*}
   */
  record Configured(String section, BucketPath path) implements RemoteName {
    /** The variable that overrides one key of the section. */
    String variable(String key) {
      return ("RCLONE_CONFIG_" + section + "_" + key).replace('-', '_').toUpperCase(Locale.ROOT);
    }
  }

  /**
   * @throws CommandFailure without repeating the text, because a connection string may hold secrets
   */
  static RemoteName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Plain(BucketPath.parse(text));
    }
    String section = text.substring(0, colon);
    if (section.isEmpty() || section.contains(",")) {
      throw CommandFailure.usage(
          "REMOTE is a connection string, which tpmount does not read: name a section of"
              + " rclone.conf, or a bucket with --endpoint and the AWS variables");
    }
    if (text.startsWith("//", colon + 1)) {
      throw CommandFailure.usage("REMOTE is a URL: write bucket/prefix without " + section + "://");
    }
    return new Configured(section, BucketPath.parse(text.substring(colon + 1)));
  }
}
