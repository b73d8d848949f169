package io.tpmount.mounted;

import static org.awaitility.Awaitility.await;

import io.tpmount.fuse.Driver;
import io.tpmount.fuse.FuseServer;
import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.jnr.JnrDriver;
import io.tpmount.fuse.kernel.KernelDriver;
import io.tpmount.s3.Addressing;
import io.tpmount.s3.Credentials;
import io.tpmount.s3.RequestObserver;
import io.tpmount.s3.RetrySchedule;
import io.tpmount.s3.S3Config;
import io.tpmount.s3.S3Limits;
import io.tpmount.s3.S3ObjectStore;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.engine.ShownAttributes;
import io.tpmount.vfs.engine.VfsOptions;
import io.tpmount.vfs.engine.VirtualFileSystem;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.unit.ByteSize;
import io.tpmount.vfs.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A bucket mounted by this very JVM, with every part real: kernel, driver, file system, cache,
 * client and server. For tests of what a mount does; what the command does is tested on the
 * command.
 */
final class InProcessMount implements AutoCloseable {
  private final S3ObjectStore store;
  private final VirtualFileSystem vfs;
  private final FuseServer server;

  private InProcessMount(S3ObjectStore store, VirtualFileSystem vfs, FuseServer server) {
    this.store = store;
    this.vfs = vfs;
    this.server = server;
  }

  /**
   * @param scratch gets the mount point {@code mnt} and the cache
   */
  static InProcessMount start(S3Server where, String bucket, Path scratch) throws Exception {
    Path mountPoint = Files.createDirectories(scratch.resolve("mnt"));
    S3ObjectStore store = S3ObjectStore.create(config(where, bucket));
    try {
      VirtualFileSystem vfs = VirtualFileSystem.open(options(scratch.resolve("cache")), store);
      try {
        FuseServer server =
            FuseServer.mount(
                driver(),
                vfs,
                // No caching of names and attributes: what is tested is what the file system says.
                MountOptions.at(mountPoint, "tpmount:" + bucket)
                    .withTimeouts(new KernelTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO)));
        return new InProcessMount(store, vfs, server);
      } catch (Exception e) {
        vfs.close();
        throw e;
      }
    } catch (Exception e) {
      store.close();
      throw e;
    }
  }

  private static Driver driver() {
    return System.getProperty("tpmount.driver", "kernel").equals("jnr")
        ? new JnrDriver()
        : new KernelDriver();
  }

  private static S3Config config(S3Server where, String bucket) {
    return new S3Config(
        bucket,
        "",
        Optional.of(where.endpoint()),
        Optional.of(where.region()),
        Addressing.PATH,
        new Credentials.Static(where.accessKey(), where.secretKey(), Optional.empty()),
        S3Limits.DEFAULT,
        RetrySchedule.DEFAULT,
        RequestObserver.NONE);
  }

  private static VfsOptions options(Path cache) {
    return new VfsOptions(
        "test",
        VfsOptions.Access.READ_WRITE,
        NamespaceOptions.DEFAULT,
        new CacheOptions(
            cache, ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ofHours(1), ByteSize.ofMib(1)),
        ReadOptions.DEFAULT,
        WriteOptions.DEFAULT.withWriteBack(Duration.ofMinutes(10)),
        new ShownAttributes(0, 0, 0777, 0755));
  }

  Path root() {
    return server.mountPoint();
  }

  VirtualFileSystem vfs() {
    return vfs;
  }

  ObjectStore store() {
    return store;
  }

  /**
   * Waits until the store has everything. The kernel tells of a close(2) only after it has
   * returned.
   */
  void drain() throws Exception {
    await().atMost(Duration.ofMinutes(1)).until(() -> vfs.openHandles() == 0);
    vfs.drain().get(5, TimeUnit.MINUTES);
  }

  /** Uploads what is pending and unmounts. */
  @Override
  public void close() throws IOException {
    try {
      drain();
    } catch (Exception e) {
      throw new IOException("not everything was uploaded", e);
    } finally {
      server.close();
      vfs.close();
      store.close();
    }
  }
}
