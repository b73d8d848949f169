package io.tpmount.s3.testing;

import java.net.URI;
import java.util.Optional;

/**
 * A server that is somewhere already, named by {@code TPMOUNT_TEST_ENDPOINT}, {@code _BUCKET},
 * {@code _ACCESS_KEY}, {@code _SECRET_KEY} and {@code _REGION}. Tests write below prefixes of their
 * own in that bucket, and delete what they wrote.
 *
 * @param bucket exists
 */
public record EndpointFromEnvironment(
    URI endpoint, String bucket, String accessKey, String secretKey, String region)
    implements S3Server {
  /** Set when there is such a server. */
  public static final String ENDPOINT = "TPMOUNT_TEST_ENDPOINT";

  public static EndpointFromEnvironment read() {
    return new EndpointFromEnvironment(
        URI.create(required(ENDPOINT)),
        required("TPMOUNT_TEST_BUCKET"),
        required("TPMOUNT_TEST_ACCESS_KEY"),
        required("TPMOUNT_TEST_SECRET_KEY"),
        variable("TPMOUNT_TEST_REGION").orElse("us-east-1"));
  }

  private static String required(String name) {
    return variable(name).orElseThrow(() -> new IllegalStateException(name + " is not set"));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  @Override
  public void close() {
    // Not ours to end.
  }
}
