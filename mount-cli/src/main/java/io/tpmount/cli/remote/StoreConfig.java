package io.tpmount.cli.remote;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.ReadFlags;
import io.tpmount.cli.flag.StoreFlags;
import io.tpmount.s3.Addressing;
import io.tpmount.s3.Credentials;
import io.tpmount.s3.ObjectSettings;
import io.tpmount.s3.RateLimit;
import io.tpmount.s3.RequestObserver;
import io.tpmount.s3.RetrySchedule;
import io.tpmount.s3.S3Config;
import io.tpmount.s3.S3Limits;
import io.tpmount.vfs.unit.ByteSize;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A remote's settings as the store's configuration. */
public final class StoreConfig {
  /** What rclone signs with when a section names no region. */
  private static final String DEFAULT_REGION = "us-east-1";

  /** rclone's providers whose buckets are host names; all others take them in the path. */
  private static final Set<String> BUCKET_IN_HOST =
      Set.of(
          "aws",
          "alibaba",
          "digitalocean",
          "dreamhost",
          "huaweiobs",
          "netease",
          "qiniu",
          "rackcorp",
          "scaleway",
          "tencentcos",
          "wasabi");

  /** The client works with no less. */
  private static final ByteSize LEAST_NATIVE_MEMORY = ByteSize.ofMib(128);

  private StoreConfig() {}

  /**
   * @throws CommandFailure naming what cannot be used, without a secret
   */
  public static S3Config of(RemoteSettings remote, FlagValues values) {
    BucketPath path = remote.name().path();
    return new S3Config(
        path.bucket(),
        path.prefix().isEmpty() ? "" : path.prefix() + "/",
        remote.find("endpoint").map(StoreConfig::endpoint),
        region(remote),
        addressing(remote),
        credentials(remote, values),
        limits(values),
        RetrySchedule.DEFAULT,
        objects(remote),
        RequestObserver.NONE);
  }

  private static ObjectSettings objects(RemoteSettings remote) {
    return new ObjectSettings(
        remote.find("storage_class"),
        remote.find("server_side_encryption").filter(name -> !name.equalsIgnoreCase("none")),
        remote.find("sse_kms_key_id"),
        remote.find("requester_pays").filter(StoreConfig::isTrue).isPresent()
            ? ObjectSettings.Payer.REQUESTER
            : ObjectSettings.Payer.OWNER);
  }

  private static URI endpoint(String text) {
    String address = text.contains("://") ? text : "https://" + text;
    try {
      URI uri = new URI(address);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && isBare(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // falls through to the one message, which repeats nothing: the text may hold a password
    }
    throw CommandFailure.usage(
        "the endpoint is no address such as https://s3.example.com or http://10.0.0.1:9000");
  }

  private static boolean isBare(URI uri) {
    return uri.getQuery() == null && uri.getFragment() == null;
  }

  private static Optional<String> region(RemoteSettings remote) {
    return switch (remote.name()) {
      case RemoteName.Plain _ -> remote.find("region");
      case RemoteName.Configured _ -> remote.find("region").or(() -> Optional.of(DEFAULT_REGION));
    };
  }

  private static Addressing addressing(RemoteSettings remote) {
    Optional<Addressing> chosen =
        remote
            .find("force_path_style")
            .map(text -> isTrue(text) ? Addressing.PATH : Addressing.VIRTUAL_HOST);
    return chosen.orElseGet(
        () ->
            switch (remote.name()) {
              case RemoteName.Plain _ -> Addressing.AUTO;
              case RemoteName.Configured _ -> ofProvider(remote.find("provider").orElse(""));
            });
  }

  private static Addressing ofProvider(String provider) {
    return BUCKET_IN_HOST.contains(provider.toLowerCase(Locale.ROOT))
        ? Addressing.VIRTUAL_HOST
        : Addressing.PATH;
  }

  private static Credentials credentials(RemoteSettings remote, FlagValues values) {
    if (values.get(StoreFlags.NO_SIGN_REQUEST)) {
      return new Credentials.Anonymous();
    }
    Optional<String> key = remote.find("access_key_id");
    Optional<String> secret = remote.find("secret_access_key");
    if (key.isPresent() != secret.isPresent()) {
      throw CommandFailure.failed(
          "of access_key_id and secret_access_key only one is set: both are needed");
    }
    if (key.isPresent()) {
      return new Credentials.Static(
          key.get(),
          Obscured.revealed(secret.get()),
          remote.find("session_token").map(Obscured::revealed));
    }
    return withoutKeys(remote);
  }

  private static Credentials withoutKeys(RemoteSettings remote) {
    Optional<String> profile = remote.find("profile");
    boolean chain =
        remote.name() instanceof RemoteName.Plain
            || profile.isPresent()
            || remote.find("env_auth").filter(StoreConfig::isTrue).isPresent();
    return chain ? new Credentials.DefaultChain(profile) : new Credentials.Anonymous();
  }

  private static S3Limits limits(FlagValues values) {
    S3Limits usual = S3Limits.DEFAULT;
    return new S3Limits(
        usual.connections(),
        new RateLimit(
            values.get(StoreFlags.TPS_LIMIT), Math.max(1, values.get(StoreFlags.TPS_LIMIT_BURST))),
        nativeMemory(values),
        usual.largestGet(),
        values.get(ReadFlags.HEDGE_PERCENT) / 100.0,
        usual.timeouts());
  }

  /** Half of what reads may take is the client's own; what it pools besides needs room too. */
  private static ByteSize nativeMemory(FlagValues values) {
    long reads = ReadFlags.memory(values).bytes();
    return new ByteSize(Math.max(LEAST_NATIVE_MEMORY.bytes(), reads));
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true") || text.equals("1");
  }
}
