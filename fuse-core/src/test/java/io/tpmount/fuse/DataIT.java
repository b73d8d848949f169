package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.unit.ByteRange;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bytes in quantity: what comes out is what went in. */
@Tag("jnr")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataIT {
  private static final int MIB = 1 << 20;
  private static final int SIZE_MIB = 256;
  private static final int THREADS = 4;
  private static final long SEED = 42;

  @RegisterExtension final Mounted mounted = new Mounted();
  @TempDir Path temporary;

  private static byte[] block(int index) {
    byte[] bytes = new byte[MIB];
    new SplittableRandom(SEED + index).nextBytes(bytes);
    return bytes;
  }

  private static String expectedSha256() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < SIZE_MIB; i++) {
      digest.update(block(i));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private interface BlockTask {
    void run(FileChannel channel, int index) throws Exception;
  }

  /** Each thread with a channel of its own works on every fourth MiB. */
  private static void inThreads(Path file, StandardOpenOption option, BlockTask task)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Void> done :
          threads.invokeAll(
              IntStream.range(0, THREADS)
                  .<Callable<Void>>mapToObj(first -> () -> blocks(file, option, task, first))
                  .toList())) {
        done.get();
      }
    }
  }

  private static Void blocks(Path file, StandardOpenOption option, BlockTask task, int first)
      throws Exception {
    try (FileChannel channel = FileChannel.open(file, option)) {
      for (int i = first; i < SIZE_MIB; i += THREADS) {
        task.run(channel, i);
      }
    }
    return null;
  }

  private static void write(FileChannel channel, int index) throws Exception {
    ByteBuffer data = ByteBuffer.wrap(block(index));
    while (data.hasRemaining()) {
      channel.write(data, (long) index * MIB + data.position());
    }
  }

  private static void compare(FileChannel channel, int index) throws Exception {
    ByteBuffer data = ByteBuffer.allocate(MIB);
    while (data.hasRemaining() && channel.read(data, (long) index * MIB + data.position()) > 0) {}
    assertThat(data.array()).isEqualTo(block(index));
  }

  /** Another JVM: one that maps a file it serves itself can stop for ever in a page fault. */
  static final class MappedDigest {
    private MappedDigest() {}

    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(mapped);
        System.out.println(HexFormat.of().formatHex(digest.digest()));
      }
    }
  }

  @Test
  void largeFile_writtenAndReadByThreads_keepsItsDigest() throws Exception {
    FuseServer server = mounted.serve(new MemoryVfs());
    Path file = Files.createFile(server.mountPoint().resolve("large"));
    inThreads(file, StandardOpenOption.WRITE, DataIT::write);
    String expected = expectedSha256();
    assertThat(Children.output(mounted.start("sha256sum", file.toString()))).startsWith(expected);
    mounted.start("sh", "-c", "echo 1 > /proc/sys/vm/drop_caches").waitFor();
    inThreads(file, StandardOpenOption.READ, DataIT::compare);
    assertThat(Children.output(mounted.start(Children.java(MappedDigest.class, file))))
        .isEqualTo(expected);
  }

  /** Answers every read with a range of one file. */
  private static final class Ranges extends MemoryVfs {
    final AtomicInteger leases = new AtomicInteger();
    final int fd;

    Ranges(Path data) {
      fd = Libc.open(data.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    }

    @Override
    public CompletableFuture<ReadResult> read(HandleId handle, ByteRange range) {
      leases.incrementAndGet();
      return super.read(handle, range)
          .thenApply(
              bytes ->
                  new ReadResult.FileRange(
                      fd, range.offset(), bytes.length(), leases::decrementAndGet));
    }
  }

  @Test
  void read_fileRange_isCopiedAndGivenBack() throws Exception {
    Path data = Files.write(temporary.resolve("data"), block(7));
    Ranges vfs = new Ranges(data);
    try {
      FuseServer server = mounted.serve(vfs);
      Path file = server.mountPoint().resolve("a");
      Files.write(file, new byte[MIB - 1]);
      mounted.start("sh", "-c", "echo 1 > /proc/sys/vm/drop_caches").waitFor();
      byte[] expected = Arrays.copyOf(block(7), MIB - 1);
      Path copy = temporary.resolve("copy");
      assertThat(
              Children.output(
                  mounted.start(
                      "dd", "iflag=direct", "bs=1M", "if=" + file, "of=" + copy, "status=none")))
          .isEmpty();
      assertThat(Files.readAllBytes(copy)).isEqualTo(expected);
      assertThat(vfs.leases).hasValue(0);
    } finally {
      Libc.close(vfs.fd);
    }
  }

  @Test
  void read_rangeShorterThanPromised_isEio() throws Exception {
    Path data = Files.write(temporary.resolve("data"), new byte[10]);
    Ranges vfs = new Ranges(data);
    try {
      FuseServer server = mounted.serve(vfs);
      Path file = server.mountPoint().resolve("a");
      Files.write(file, new byte[100]);
      assertThat(
              Children.output(
                  mounted.start("dd", "iflag=direct", "bs=4k", "if=" + file, "of=/dev/null")))
          .contains("Input/output error");
      assertThat(vfs.leases).hasValue(0);
    } finally {
      Libc.close(vfs.fd);
    }
  }
}
