package io.tpmount.s3;

import io.tpmount.s3.testing.Quirk;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.fast.FastS3Server;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract through a proxy that makes a sound server behave otherwise. */
abstract class QuirkContract extends ServerContract {
  private static FastS3Server server;
  private static QuirkProxy proxy;
  private static String bucket;

  abstract Set<Quirk> quirks();

  @BeforeAll
  static void start() {
    server = FastS3Server.start();
    bucket = createBucket(server);
    proxy = QuirkProxy.before(server);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    server.close();
  }

  @BeforeEach
  void misbehave() {
    proxy.behaveAs(quirks());
  }

  @Override
  final S3Server server() {
    return proxy;
  }

  @Override
  final String bucket() {
    return bucket;
  }
}
