package io.tpmount.s3;

import io.tpmount.s3.testing.LocalStackServer;
import io.tpmount.s3.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("all")
@EnabledIf(
    value = "io.tpmount.s3.testing.LocalStackServer#available",
    disabledReason = "no Docker engine")
final class LocalStackContractTest extends ServerContract {
  private static S3Server server;
  private static String bucket;

  @BeforeAll
  static void start() {
    server = LocalStackServer.start();
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
