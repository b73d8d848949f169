package io.tpmount.vfs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.behaviour.FileSystemBehaviour;
import io.tpmount.vfs.behaviour.Shell;
import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.store.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The behaviours of files, on the file system itself over a store in memory. */
class VirtualFileSystemTest extends FileSystemBehaviour {
  @TempDir Path scratch;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private int mounts;
  private VirtualFileSystem vfs;

  @Override
  protected Shell start() throws Exception {
    vfs =
        VirtualFileSystem.open(
            TestOptions.at(scratch.resolve("cache" + mounts++), Duration.ofHours(1)), store);
    return new VfsShell(vfs);
  }

  @Override
  protected Shell remount() throws Exception {
    stop();
    return start();
  }

  @Override
  protected byte[] object(String key) {
    return store.bytes(key).orElse(null);
  }

  @Override
  protected void putBehindOurBack(String key, byte[] bytes) {
    store.write(key, bytes);
    vfs.forget("").join();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(vfs.openHandles()).isZero();
    vfs.drain().get(60, TimeUnit.SECONDS);
    vfs.close();
  }
}
