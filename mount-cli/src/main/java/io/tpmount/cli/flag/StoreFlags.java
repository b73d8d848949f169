package io.tpmount.cli.flag;

import java.util.List;

/** Where the bucket is and who asks. */
public final class StoreFlags {
  public static final Flag<String> ENDPOINT =
      Flag.of(
              "--endpoint",
              Grammar.TEXT,
              Group.ESSENTIAL,
              "address of the S3 service; AWS if absent")
          .alias("--s3-endpoint");
  public static final Flag<String> REGION =
      Flag.of("--region", Grammar.TEXT, Group.ESSENTIAL, "region the requests are signed for")
          .alias("--s3-region");
  public static final Flag<String> PROFILE =
      Flag.of("--aws-profile", Grammar.TEXT, Group.STORE, "profile of the AWS configuration files")
          .alias("--s3-profile");
  public static final Flag<String> CONFIG =
      Flag.of(
          "--config",
          Grammar.FILE,
          Group.ESSENTIAL,
          "rclone.conf with the remotes; '--config=' for none (default"
              + " ~/.config/rclone/rclone.conf)");
  public static final Flag<Boolean> FORCE_PATH_STYLE =
      Flag.of(
              "--force-path-style",
              Grammar.SWITCH,
              Group.STORE,
              "put the bucket into the path, not the host name (default: with an endpoint of one's"
                  + " own)")
          .alias("--s3-force-path-style");
  public static final Flag<Boolean> NO_SIGN_REQUEST =
      Flag.toggle("--no-sign-request", Group.STORE, "use no credentials, for public buckets");
  public static final Flag<String> STORAGE_CLASS =
      Flag.of("--storage-class", Grammar.TEXT, Group.STORE, "of new objects, e.g. STANDARD_IA")
          .alias("--s3-storage-class");
  public static final Flag<String> ENCRYPTION =
      Flag.of("--sse", Grammar.TEXT, Group.STORE, "encryption of new objects: AES256 or aws:kms")
          .alias("--s3-server-side-encryption");
  public static final Flag<String> KMS_KEY =
      Flag.of("--sse-kms-key-id", Grammar.TEXT, Group.STORE, "key of --sse aws:kms")
          .alias("--s3-sse-kms-key-id");
  public static final Flag<Boolean> REQUESTER_PAYS =
      Flag.of(
              "--requester-pays",
              Grammar.SWITCH,
              Group.STORE,
              "pay for requests to a bucket of somebody else")
          .alias("--s3-requester-pays");
  public static final Flag<Double> TPS_LIMIT =
      Flag.of("--tpslimit", Grammar.RATE, Group.STORE, "requests per second; 0 for no limit")
          .or("0");
  public static final Flag<Integer> TPS_LIMIT_BURST =
      Flag.of("--tpslimit-burst", Grammar.COUNT, Group.STORE, "requests that may run ahead of it")
          .or("1");

  private StoreFlags() {}

  static List<Flag<?>> all() {
    return List.of(
        ENDPOINT,
        REGION,
        PROFILE,
        CONFIG,
        FORCE_PATH_STYLE,
        NO_SIGN_REQUEST,
        STORAGE_CLASS,
        ENCRYPTION,
        KMS_KEY,
        REQUESTER_PAYS,
        TPS_LIMIT,
        TPS_LIMIT_BURST);
  }
}
