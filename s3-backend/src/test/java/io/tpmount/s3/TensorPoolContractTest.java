package io.tpmount.s3;

import io.tpmount.s3.testing.Quirk;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.S3MockServer;
import io.tpmount.s3.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a server that behaves as TensorPool Object Storage does: labels for ETags, wrong
 * checksums in every answer, and none taken.
 */
final class TensorPoolContractTest extends ServerContract {
  private static QuirkProxy proxy;
  private static String bucket;

  @BeforeAll
  static void start() {
    bucket = createBucket(S3MockServer.shared());
    proxy = QuirkProxy.before(S3MockServer.shared()).behaveAs(Quirk.tensorPool());
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @Override
  S3Server server() {
    return proxy;
  }

  @Override
  String bucket() {
    return bucket;
  }
}
