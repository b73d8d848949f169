package io.tpmount.s3.testing;

import java.net.URI;

/** An S3 endpoint to test against, started by us or given. */
public interface S3Server extends AutoCloseable {
  /** Path-style, without a bucket. */
  URI endpoint();

  String accessKey();

  String secretKey();

  default String region() {
    return "us-east-1";
  }

  /** Ends the server and frees its directory, where we started it. Idempotent. */
  @Override
  void close();
}
