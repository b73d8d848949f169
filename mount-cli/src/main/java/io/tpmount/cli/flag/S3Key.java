package io.tpmount.cli.flag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An option of rclone's S3 backend, however it is given: as a key of rclone.conf, a variable or a
 * {@code --s3-*} flag.
 *
 * @param key as in rclone.conf
 * @param kind whether it is a yes or no
 * @param treatment what is done with it
 */
public record S3Key(String key, Kind kind, Treatment treatment) {
  /** Of what form the value is. */
  public enum Kind {
    YES_OR_NO,
    TEXT
  }

  /** What is done with a key. */
  public sealed interface Treatment {
    /** It has a meaning here. */
    record Used() implements Treatment {}

    /** Whatever its value, tpmount behaves rightly without it. */
    record Harmless() implements Treatment {}

    /** It is a secret: fine in a file or a variable, but a flag would show it to every user. */
    record Secret() implements Treatment {}

    /**
     * It would change what is sent and is not implemented.
     *
     * @param harmless values that change nothing
     */
    record NotImplemented(Set<String> harmless) implements Treatment {}
  }

  private static final Treatment USED = new Treatment.Used();
  private static final Treatment HARMLESS = new Treatment.Harmless();
  private static final Treatment SECRET = new Treatment.Secret();

  private static final Set<String> FLAGS_ELSEWHERE =
      Set.of(
          "endpoint",
          "region",
          "profile",
          "force_path_style",
          "chunk_size",
          "upload_cutoff",
          "upload_concurrency",
          "storage_class",
          "server_side_encryption",
          "sse_kms_key_id",
          "requester_pays");

  private static final List<S3Key> ALL = table();

  public static Optional<S3Key> of(String key) {
    return ALL.stream().filter(each -> each.key().equals(key)).findFirst();
  }

  public static List<S3Key> all() {
    return ALL;
  }

  /** Whether giving this value must end the start. */
  public boolean refuses(String value) {
    return treatment instanceof Treatment.NotImplemented unless
        && !value.isEmpty()
        && !unless.harmless().contains(value.toLowerCase(Locale.ROOT));
  }

  /** The flag of this key, {@code --s3-no-head} for {@code no_head}. */
  public String flagName() {
    return "--s3-" + key.replace('_', '-');
  }

  /** rclone's variables for this key of any remote, the more special one first. */
  public List<String> variables() {
    String upper = key.toUpperCase(Locale.ROOT);
    return List.of("RCLONE_S3_" + upper, "RCLONE_" + upper);
  }

  /** A flag for each key that no other class of flags has. */
  static List<Flag<?>> flags() {
    List<Flag<?>> flags = new ArrayList<>();
    for (S3Key key : ALL) {
      if (!FLAGS_ELSEWHERE.contains(key.key())) {
        flags.add(key.kind() == Kind.YES_OR_NO ? key.flag(Grammar.SWITCH) : key.flag(Grammar.TEXT));
      }
    }
    return flags;
  }

  private <T> Flag<T> flag(Grammar<T> grammar) {
    Flag<T> flag = Flag.of(flagName(), implemented(grammar), Group.UNLISTED, meaning());
    return switch (treatment) {
      case Treatment.Used used -> flag;
      case Treatment.Harmless harmless -> flag.with(new Effect.None(meaning()));
      case Treatment.Secret secret -> flag.with(new Effect.Refused(meaning()));
      case Treatment.NotImplemented unless -> flag.with(new Effect.None(meaning()));
    };
  }

  /** Refuses without repeating the value, which may be a secret. */
  private <T> Grammar<T> implemented(Grammar<T> grammar) {
    return new Grammar<>(
        grammar.label(),
        text -> {
          if (refuses(text)) {
            throw new IllegalArgumentException("not implemented");
          }
          return grammar.parse(text);
        });
  }

  private String meaning() {
    return switch (treatment) {
      case Treatment.Used used -> "as " + key + " in rclone.conf";
      case Treatment.Harmless harmless -> "tpmount needs no such hint";
      case Treatment.Secret secret ->
          "every user of this machine could read it there; put it into rclone.conf,"
              + " RCLONE_CONFIG_NAME_"
              + key.toUpperCase(Locale.ROOT)
              + " or the AWS variables";
      case Treatment.NotImplemented unless ->
          "only values that change nothing are taken; the rest is not implemented";
    };
  }

  private static List<S3Key> table() {
    List<S3Key> keys = new ArrayList<>();
    texts(keys, USED, "provider", "region", "endpoint", "profile");
    texts(keys, USED, "chunk_size", "upload_cutoff", "upload_concurrency");
    texts(keys, USED, "storage_class", "server_side_encryption", "sse_kms_key_id");
    switches(keys, USED, "env_auth", "force_path_style", "requester_pays");
    texts(keys, SECRET, "access_key_id", "secret_access_key", "session_token");
    texts(keys, HARMLESS, "location_constraint", "bucket_acl", "list_chunk", "list_url_encode");
    texts(keys, HARMLESS, "copy_cutoff", "max_upload_parts", "memory_pool_flush_time");
    texts(keys, HARMLESS, "use_multipart_etag", "use_unsigned_payload", "might_gzip");
    texts(keys, HARMLESS, "use_data_integrity_protections", "use_already_exists");
    texts(keys, HARMLESS, "use_accept_encoding_gzip", "use_x_id", "sign_accept_encoding");
    texts(keys, HARMLESS, "sdk_log_mode", "description", "use_multipart_uploads");
    switches(keys, HARMLESS, "no_check_bucket", "no_head", "no_head_object");
    switches(keys, HARMLESS, "directory_markers", "disable_checksum", "disable_http2");
    switches(keys, HARMLESS, "leave_parts_on_error", "memory_pool_use_mmap");
    texts(keys, refusedBut("0", "2"), "list_version");
    texts(keys, refusedBut("slash,invalidutf8,dot"), "encoding");
    texts(keys, refusedBut("off"), "version_at");
    texts(keys, refusedBut("private"), "acl");
    texts(keys, refusedBut("none"), "sse_customer_algorithm", "sse_customer_key");
    texts(keys, refusedBut(), "sse_customer_key_base64", "sse_customer_key_md5");
    texts(keys, refusedBut(), "role_arn", "role_session_name", "role_session_duration");
    texts(keys, refusedBut(), "role_external_id", "shared_credentials_file", "sts_endpoint");
    texts(keys, refusedBut(), "download_url", "ibm_api_key", "ibm_resource_instance_id");
    texts(keys, refusedBut(), "object_lock_mode", "object_lock_retain_until_date");
    texts(keys, refusedBut("off"), "object_lock_legal_hold_status");
    switches(keys, refusedBut("false"), "use_accelerate_endpoint");
    switches(keys, refusedBut("false"), "use_dual_stack", "v2_auth", "versions");
    switches(keys, refusedBut("false"), "version_deleted", "decompress", "no_system_metadata");
    switches(keys, refusedBut("false"), "use_arn_region");
    return List.copyOf(keys);
  }

  private static Treatment refusedBut(String... harmless) {
    return new Treatment.NotImplemented(Set.of(harmless));
  }

  private static void texts(List<S3Key> keys, Treatment treatment, String... names) {
    Arrays.stream(names).forEach(name -> keys.add(new S3Key(name, Kind.TEXT, treatment)));
  }

  private static void switches(List<S3Key> keys, Treatment treatment, String... names) {
    Arrays.stream(names).forEach(name -> keys.add(new S3Key(name, Kind.YES_OR_NO, treatment)));
  }
}
