package io.tpmount.mounted;

import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.s3.testing.fast.FastS3Process;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/**
 * A mount in this JVM whose requests are counted, and objects that tell of each block which version
 * it is of.
 */
final class ReadScene implements AutoCloseable {
  static final int KIB = 1 << 10;
  static final int MIB = 1 << 20;
  private static final int BLOCK = 4 * KIB;

  private final Path scratch;
  private final FastS3Process server = FastS3Process.start();
  private final QuirkProxy proxy = QuirkProxy.before(server);
  private final TestS3Client client = TestS3Client.of(server, "r-" + UUID.randomUUID());
  private InProcessMount mount;

  /**
   * @param scratch gets the mount point and the cache
   */
  ReadScene(Path scratch) {
    this.scratch = scratch;
    client.createBucket();
  }

  QuirkProxy proxy() {
    return proxy;
  }

  TestS3Client client() {
    return client;
  }

  InProcessMount mount() throws Exception {
    mount = InProcessMount.start(proxy, client.bucket(), scratch);
    return mount;
  }

  /** Mounts again, with the cache that is there. */
  InProcessMount remount() throws Exception {
    mount.close();
    return mount();
  }

  /** Bytes of noise, each block of which begins with its number and the version. */
  static byte[] content(int version, int size) {
    byte[] bytes = new byte[size];
    new Random(version).nextBytes(bytes);
    ByteBuffer view = ByteBuffer.wrap(bytes);
    for (int at = 0; at + 8 <= size; at += BLOCK) {
      view.putInt(at, at / BLOCK).putInt(at + 4, version);
    }
    return bytes;
  }

  /** Bytes of a file at a position. */
  static byte[] read(FileChannel file, long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int count = file.read(bytes, position + bytes.position());
      if (count < 0) {
        throw new IOException("ended at " + (position + bytes.position()));
      }
    }
    return bytes.array();
  }

  /** Bytes of objects that were asked for since the last reset of the proxy. */
  long askedBytes() {
    return proxy.requests(Kind.GET).stream()
        .mapToLong(request -> length(request.range().orElseThrow()))
        .sum();
  }

  private static long length(String range) {
    String[] ends = range.replace("bytes=", "").split("-", 2);
    return Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
  }

  @Override
  public void close() throws IOException {
    proxy.heal();
    if (mount != null) {
      mount.close();
    }
    client.close();
    proxy.close();
    server.close();
  }
}
