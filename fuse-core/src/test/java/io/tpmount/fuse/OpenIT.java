package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.unit.ByteRange;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an open tells the Vfs, and what the Vfs tells the kernel about its pages. */
@Tag("jnr")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenIT {
  @RegisterExtension final Mounted mounted = new Mounted();

  private static final class Recording extends MemoryVfs {
    final List<OpenMode> modes = new CopyOnWriteArrayList<>();
    final AtomicInteger reads = new AtomicInteger();
    private final Opened.PageCache pageCache;

    Recording(Opened.PageCache pageCache) {
      this.pageCache = pageCache;
    }

    @Override
    public CompletableFuture<Opened> open(NodeId id, OpenMode mode) {
      modes.add(mode);
      return super.open(id, mode).thenApply(opened -> new Opened(opened.handle(), pageCache));
    }

    @Override
    public CompletableFuture<ReadResult> read(HandleId handle, ByteRange range) {
      reads.incrementAndGet();
      return super.read(handle, range);
    }
  }

  @ParameterizedTest
  @CsvSource({"KEEP, 1", "DROP, 2", "BYPASS, 3"})
  void read_again_asksTheVfsAsThePageCacheSays(Opened.PageCache pageCache, int asked)
      throws Exception {
    Recording vfs = new Recording(pageCache);
    FuseServer server = mounted.serve(vfs);
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    mounted.start("sh", "-c", "echo 1 > /proc/sys/vm/drop_caches").waitFor();
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(ByteBuffer.allocate(1), 0);
      channel.read(ByteBuffer.allocate(1), 0);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(ByteBuffer.allocate(1), 0);
    }
    // A driver that tells the versions of a file apart need not bypass the cache.
    int expected = Mounted.isJnr() ? asked : Math.min(asked, 2);
    assertThat(vfs.reads).hasValue(expected);
  }

  @Test
  void open_flags_reachTheVfs() throws Exception {
    Recording vfs = new Recording(Opened.PageCache.KEEP);
    FuseServer server = mounted.serve(vfs);
    Path file = Files.createFile(server.mountPoint().resolve("a"));
    Files.write(file, new byte[] {1});
    Files.write(file, new byte[] {2}, StandardOpenOption.APPEND);
    Files.readAllBytes(file);
    Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    assertThat(vfs.modes)
        .isEqualTo(
            List.of(
                OpenMode.WRITE.truncating(),
                OpenMode.WRITE.appending(),
                OpenMode.READ,
                OpenMode.READ_WRITE));
  }
}
