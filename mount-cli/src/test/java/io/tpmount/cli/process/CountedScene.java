package io.tpmount.cli.process;

import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;

/** A scene whose requests are counted on their way to a fast server. */
record CountedScene(FastS3Process server, QuirkProxy proxy, MountScene scene)
    implements AutoCloseable {
  static CountedScene start() throws IOException {
    FastS3Process server = FastS3Process.start();
    QuirkProxy proxy = QuirkProxy.before(server);
    return new CountedScene(server, proxy, new MountScene(proxy));
  }

  @Override
  public void close() throws IOException {
    scene.close();
    proxy.close();
    server.close();
  }
}
