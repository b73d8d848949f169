package io.tpmount.s3;

import io.tpmount.s3.testing.S3ProxyServer;
import io.tpmount.s3.testing.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("all")
final class S3ProxyContractTest extends ServerContract {
  private static S3Server server;
  private static String bucket;

  @BeforeAll
  static void start() {
    server = S3ProxyServer.start();
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

  @Override
  public boolean keepsFileBesidePrefix() {
    return false;
  }

  /** A key is a path to it, cleaned up, and no directory. */
  @Override
  public boolean keepsKey(String key) {
    return !key.endsWith("/") && Path.of("/" + key).normalize().toString().equals("/" + key);
  }

  @Override
  public boolean refusesLongKeys() {
    return false;
  }

  @Override
  public boolean knowsItsUploads() {
    return false;
  }
}
