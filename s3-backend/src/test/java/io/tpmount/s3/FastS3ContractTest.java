package io.tpmount.s3;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.fast.FastS3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On our own server, which claims no deviation and checks signatures. */
final class FastS3ContractTest extends ServerContract {
  private static S3Server server;
  private static String bucket;

  @BeforeAll
  static void start() {
    server = FastS3Server.checkingSignatures();
    bucket = createBucket(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  S3Server server() {
    return server;
  }

  @Override
  String bucket() {
    return bucket;
  }
}
