package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.unit.ByteRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that wait for ever: they block nobody else, and end when their reader is told to. */
@Tag("jnr")
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptIT {
  private static final byte[] BLOCKED = {'b', 'l', 'o', 'c', 'k'};

  @RegisterExtension final Mounted mounted = new Mounted();
  private final NeverReady vfs = new NeverReady();

  /** Reads of a file that begins with {@link #BLOCKED} never finish. */
  private static final class NeverReady extends MemoryVfs {
    final Set<CompletableFuture<ReadResult>> waiting = ConcurrentHashMap.newKeySet();

    @Override
    public CompletableFuture<ReadResult> read(HandleId handle, ByteRange range) {
      CompletableFuture<ReadResult> read = super.read(handle, range);
      if (range.offset() > 0 || !startsBlocked((ReadResult.Bytes) read.resultNow())) {
        return read;
      }
      CompletableFuture<ReadResult> never = new CompletableFuture<>();
      waiting.add(never);
      return never;
    }

    private static boolean startsBlocked(ReadResult.Bytes bytes) {
      byte[] start = new byte[Math.min(bytes.length(), BLOCKED.length)];
      bytes.buffer().duplicate().get(start);
      return Arrays.equals(start, BLOCKED);
    }
  }

  private Process startReader(Path file) throws Exception {
    int before = vfs.waiting.size();
    Process reader = mounted.start("cat", file.toString());
    await().until(() -> vfs.waiting.size() > before);
    return reader;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void read_readerIsSignalled_endsAtOnce(String signal) throws Exception {
    FuseServer server = mounted.serve(vfs);
    Path file = Files.write(server.mountPoint().resolve("a"), BLOCKED);
    Process reader = startReader(file);
    long start = System.nanoTime();
    mounted.start("kill", "-" + signal, Long.toString(reader.pid())).waitFor();
    assertThat(reader.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(vfs.waiting).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void read_moreBlockedReadersThanWorkers_leavesOthersFree() throws Exception {
    FuseServer server = mounted.serve(vfs, mounted.options().withWorkers(2));
    Path other = Files.writeString(server.mountPoint().resolve("other"), "free");
    List<Process> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(startReader(Files.write(server.mountPoint().resolve("blocked" + i), BLOCKED)));
    }
    assertThat(Files.readString(other)).isEqualTo("free");
    Process interrupted = readers.removeFirst();
    interrupted.destroy();
    assertThat(interrupted.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(readers).allMatch(Process::isAlive);
    readers.forEach(Process::destroy);
    for (Process reader : readers) {
      assertThat(reader.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(other)).isEqualTo("free");
    await().untilAsserted(() -> assertThat(fuseThreads()).isLessThanOrEqualTo(5));
  }

  @Test
  void close_readersBlocked_endsThemAndTheServer() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Process reader = startReader(Files.write(server.mountPoint().resolve("a"), BLOCKED));
    server.close();
    assertThat(server.awaitUnmounted(1, TimeUnit.SECONDS)).isTrue();
    assertThat(reader.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(vfs.openHandles()).isZero();
  }

  private static long fuseThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fuse-"))
        .count();
  }
}
