package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.IDENTITY;
import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.all;
import static io.tpmount.vfs.cache.Caches.bytes;
import static io.tpmount.vfs.cache.Caches.fetch;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole files that are handed out as descriptors. */
final class DiskCachePinTest {
  private static final int LIMIT = 1 << 20;
  private static final int HALF = LIMIT / 2;
  private static final ObjectInfo WHOLE = version("whole", "w", HALF);

  private final byte[] remote = bytes(1, HALF);

  @TempDir Path directory;
  private DiskCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = DiskCache.open(Caches.options(directory, new ByteSize(LIMIT)), IDENTITY);
  }

  @AfterEach
  void close() throws IOException {
    cache.close();
  }

  private static byte[] read(Passthrough pin, int length) throws IOException {
    return Caches.bytes(new ReadResult.FileRange(pin.fd(), 0, length, () -> {}));
  }

  /** Reads through the cache far more than fits. */
  private void pressOut() throws IOException {
    byte[] other = bytes(9, 4 * LIMIT);
    try (CacheFile file = cache.open(version("other", "o", other.length))) {
      for (int at = 0; at < other.length; at += 64 << 10) {
        ByteRange range = new ByteRange(at, 64 << 10);
        fetch(file, other, range);
        file.lease(range).orElseThrow().close();
      }
    }
  }

  @Test
  void pin_wholeCleanFile_outlivesTheHandleAndAFullCache() throws IOException {
    Passthrough pin;
    try (CacheFile file = cache.open(WHOLE)) {
      fetch(file, remote, all(file));
      pin = file.pin().orElseThrow();
    }
    pressOut();
    assertThat(read(pin, HALF)).isEqualTo(remote);
    assertThat(Caches.allocated(directory)).isLessThanOrEqualTo(LIMIT);
    pin.close();
  }

  @Test
  void pin_notWhole_isRefused() throws IOException {
    try (CacheFile file = cache.open(WHOLE)) {
      fetch(file, remote, new ByteRange(0, HALF - 1));
      assertThat(file.pin()).isEmpty();
    }
  }

  @Test
  void pin_dirty_isRefused() throws IOException {
    try (CacheFile file = cache.open(WHOLE)) {
      fetch(file, remote, all(file));
      file.write(0, segment(new byte[1]), NOW);
      assertThat(file.pin()).isEmpty();
    }
  }

  @Test
  void pin_beyondHalfOfTheLimit_isRefusedUntilAnotherEnds() throws IOException {
    try (CacheFile file = cache.open(WHOLE);
        CacheFile second = cache.open(version("second", "s", 100))) {
      fetch(file, remote, all(file));
      fetch(second, bytes(2, 100), all(second));
      Passthrough pin = file.pin().orElseThrow();
      Passthrough again = file.pin().orElseThrow();
      assertThat(second.pin()).isEmpty();
      pin.close();
      assertThat(second.pin()).isEmpty();
      again.close();
      second.pin().orElseThrow().close();
    }
  }

  @Test
  void pin_fileWrittenAndStoredMeanwhile_showsTheNewBytesAndKeepsThem() throws IOException {
    try (CacheFile file = cache.open(WHOLE)) {
      fetch(file, remote, all(file));
      Passthrough pin = file.pin().orElseThrow();
      byte[] written = bytes(3, 5000);
      file.write(HALF, segment(written), NOW);
      file.uploaded(version("whole", "w2", HALF + 5000), file.generation());
      pressOut();
      byte[] expected = Arrays.copyOf(remote, HALF + 5000);
      System.arraycopy(written, 0, expected, HALF, 5000);
      assertThat(read(pin, HALF + 5000)).isEqualTo(expected);
      pin.close();
    }
  }
}
