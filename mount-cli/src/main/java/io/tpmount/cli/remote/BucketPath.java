package io.tpmount.cli.remote;

import io.tpmount.cli.exit.CommandFailure;
import java.util.Arrays;
import java.util.Set;

/**
 * A bucket, or the part of it below a prefix.
 *
 * @param prefix without slashes at its ends; empty for the whole bucket
 */
public record BucketPath(String bucket, String prefix) {
  private static final Set<String> UNFIT = Set.of("", ".", "..");

  /** Reads {@code bucket} or {@code bucket/prefix}; slashes at the ends do not count. */
  static BucketPath parse(String text) {
    String path = text.replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      throw CommandFailure.usage("REMOTE names no bucket: write bucket or name:bucket");
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new BucketPath(path, "")
        : new BucketPath(path.substring(0, slash), path.substring(slash + 1));
  }

  public BucketPath {
    if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
      throw CommandFailure.usage("'" + bucket + "' cannot be the name of a bucket");
    }
    if (!prefix.isEmpty() && Arrays.stream(prefix.split("/", -1)).anyMatch(UNFIT::contains)) {
      throw CommandFailure.usage("'" + prefix + "' cannot be a prefix: empty, . or .. part");
    }
  }

  @Override
  public String toString() {
    return prefix.isEmpty() ? bucket : bucket + "/" + prefix;
  }
}
