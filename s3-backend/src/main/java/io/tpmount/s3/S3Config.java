package io.tpmount.s3;

import java.net.URI;
import java.util.Optional;

/**
 * Which bucket, and how to talk to it.
 *
 * @param bucket its name
 * @param prefix stands before every key; empty or ending in {@code /}
 * @param endpoint the store's address; empty for AWS
 * @param region any text the store signs with; empty to ask the AWS chain, and {@code us-east-1}
 *     where that knows none
 * @param addressing where the bucket's name stands
 * @param credentials who asks
 * @param limits what may be used
 * @param retries when to try again
 * @param observer hears of every request
 */
public record S3Config(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    Addressing addressing,
    Credentials credentials,
    S3Limits limits,
    RetrySchedule retries,
    RequestObserver observer) {
  public S3Config {
    if (bucket.isBlank()) {
      throw new IllegalArgumentException("no bucket");
    }
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("prefix without / at its end: " + prefix);
    }
    endpoint.ifPresent(S3Config::checkEndpoint);
  }

  /** A whole bucket of AWS, with the default chain's credentials. */
  public static S3Config ofBucket(String bucket) {
    return new S3Config(
        bucket,
        "",
        Optional.empty(),
        Optional.empty(),
        Addressing.AUTO,
        new Credentials.DefaultChain(Optional.empty()),
        S3Limits.DEFAULT,
        RetrySchedule.DEFAULT,
        RequestObserver.NONE);
  }

  /** The same bucket at another address. */
  public S3Config at(URI where, String regionName, Credentials who) {
    return new S3Config(
        bucket,
        prefix,
        Optional.of(where),
        Optional.of(regionName),
        addressing,
        who,
        limits,
        retries,
        observer);
  }

  public S3Config withPrefix(String newPrefix) {
    return new S3Config(
        bucket, newPrefix, endpoint, region, addressing, credentials, limits, retries, observer);
  }

  public S3Config withLimits(S3Limits newLimits, RetrySchedule newRetries) {
    return new S3Config(
        bucket, prefix, endpoint, region, addressing, credentials, newLimits, newRetries, observer);
  }

  /** The same with somebody who hears of every request. */
  public S3Config observedBy(RequestObserver newObserver) {
    return new S3Config(
        bucket, prefix, endpoint, region, addressing, credentials, limits, retries, newObserver);
  }

  private static void checkEndpoint(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException("endpoint is no http or https address: " + uri);
    }
  }
}
