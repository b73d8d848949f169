package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.IDENTITY;
import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.all;
import static io.tpmount.vfs.cache.Caches.bytes;
import static io.tpmount.vfs.cache.Caches.fetch;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskCacheSpaceTest {
  private static final int LIMIT = 1 << 20;
  private static final int PIECE = 64 << 10;

  @TempDir Path directory;

  private DiskCache limited() throws IOException {
    return DiskCache.open(Caches.options(directory, new ByteSize(LIMIT)), IDENTITY);
  }

  private static ObjectInfo piece(int number) {
    return version("piece" + number, "v", PIECE);
  }

  private static boolean isCached(DiskCache cache, ObjectInfo version) throws IOException {
    try (CacheFile file = cache.open(version)) {
      return file.missing(all(file)).isEmpty();
    }
  }

  private static void read(DiskCache cache, int number) throws IOException {
    try (CacheFile file = cache.open(piece(number))) {
      fetch(file, bytes(number, PIECE), all(file));
      assertThat(Caches.bytes(file.lease(all(file)).orElseThrow())).isEqualTo(bytes(number, PIECE));
    }
    // The index hears of a closed file a moment later.
    awaitNoted(cache, number);
  }

  @Test
  void fill_beyondTheLimit_staysBelowAndIsCounted() throws IOException {
    try (DiskCache cache = limited()) {
      for (int i = 0; i < 40; i++) {
        read(cache, i);
        assertThat(Caches.allocated(directory)).isLessThanOrEqualTo(LIMIT);
      }
      assertThat(cache.usage().usedBytes()).isEqualTo(Caches.allocated(directory));
      assertThat(cache.usage().files()).isEqualTo(Caches.dataFiles(directory));
      assertThat(isCached(cache, piece(39))).isTrue();
    }
  }

  @Test
  void read_onePassOverMoreThanFits_leavesWhatIsUsedAgainAndAgain() throws IOException {
    try (DiskCache cache = limited()) {
      for (int round = 0; round < 3; round++) {
        for (int hot = 0; hot < 6; hot++) {
          read(cache, hot);
        }
      }
      for (int i = 100; i < 160; i++) {
        read(cache, i);
      }
      for (int hot = 0; hot < 6; hot++) {
        assertThat(isCached(cache, piece(hot))).isTrue();
      }
    }
  }

  @Test
  void read_onePassOverMoreThanFits_leavesTheHotPiecesOfALargeFile() throws IOException {
    int limit = 8 << 20;
    int piece = 1 << 20;
    byte[] remote = bytes(7, limit);
    ObjectInfo large = version("large", "v", remote.length);
    ByteRange hot = new ByteRange(3L * piece, piece);
    try (DiskCache cache =
        DiskCache.open(Caches.options(directory, new ByteSize(limit)), IDENTITY)) {
      for (int round = 0; round < 3; round++) {
        try (CacheFile file = cache.open(large)) {
          fetch(file, remote, hot);
          file.lease(hot).orElseThrow().close();
        }
      }
      for (int number = 0; number < 4; number++) {
        try (CacheFile file = cache.open(version("pass" + number, "v", remote.length))) {
          for (int at = 0; at < remote.length; at += PIECE) {
            ByteRange range = new ByteRange(at, PIECE);
            fetch(file, remote, range);
            file.lease(range).orElseThrow().close();
          }
        }
      }
      assertThat(Caches.allocated(directory)).isLessThanOrEqualTo(limit);
      try (CacheFile file = cache.open(large)) {
        assertThat(file.missing(hot)).isEmpty();
        assertThat(Caches.bytes(file.lease(hot).orElseThrow()))
            .isEqualTo(Arrays.copyOfRange(remote, 3 * piece, 4 * piece));
      }
    }
  }

  /** After a restart pieces of files that nobody has opened yet go one by one. */
  @Test
  void open_oneLargeFileOfAnEarlierRun_losesPiecesAndKeepsTheRest() throws IOException {
    int limit = 8 << 20;
    byte[] remote = bytes(7, limit);
    ObjectInfo large = version("large", "v", remote.length);
    CacheOptions options = Caches.options(directory, new ByteSize(limit));
    try (DiskCache cache = DiskCache.open(options, IDENTITY);
        CacheFile file = cache.open(large)) {
      fetch(file, remote, new ByteRange(0, limit - PIECE));
    }
    try (DiskCache cache = DiskCache.open(options, IDENTITY)) {
      cache.awaitKnown();
      for (int i = 0; i < 20; i++) {
        read(cache, i);
      }
      assertThat(cache.usage().usedBytes()).isEqualTo(Caches.allocated(directory));
    }
    try (DiskCache cache = DiskCache.open(options, IDENTITY);
        CacheFile file = cache.open(large)) {
      cache.awaitKnown();
      long missing = file.missing(all(file)).stream().mapToLong(ByteRange::length).sum();
      assertThat(missing).isBetween(1L << 20, 4L << 20);
      for (int at = 0; at < remote.length; at += PIECE) {
        ByteRange range = new ByteRange(at, PIECE);
        fetch(file, remote, range);
        byte[] got = Caches.bytes(file.lease(range).orElseThrow());
        assertThat(got).isEqualTo(Arrays.copyOfRange(remote, at, at + PIECE));
      }
    }
  }

  private static void awaitNoted(DiskCache cache, int i) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> isCached(cache, piece(i)));
  }

  @Test
  void fill_ofOneFileLargerThanTheLimit_dropsWhatTheReaderHasBehind() throws IOException {
    byte[] remote = bytes(7, 4 * LIMIT);
    try (DiskCache cache = limited();
        CacheFile file = cache.open(version("large", "v", remote.length))) {
      for (int at = 0; at < remote.length; at += PIECE) {
        ByteRange range = new ByteRange(at, PIECE);
        fetch(file, remote, range);
        byte[] got = Caches.bytes(file.lease(range).orElseThrow());
        assertThat(got).isEqualTo(Arrays.copyOfRange(remote, at, at + PIECE));
        assertThat(Caches.allocated(directory)).isLessThanOrEqualTo(LIMIT);
      }
    }
  }

  @Test
  void fill_whenAllIsLeased_isRefusedAndTheLeaseHolds() throws IOException {
    byte[] remote = bytes(7, LIMIT);
    try (DiskCache cache = limited();
        CacheFile file = cache.open(version("leased", "v", LIMIT));
        CacheFile other = cache.open(piece(0))) {
      ByteRange most = new ByteRange(0, LIMIT - PIECE);
      fetch(file, remote, most);
      ReadResult.FileRange lease = file.lease(most).orElseThrow();
      assertThatThrownBy(() -> fetch(other, bytes(0, PIECE), all(other)))
          .isInstanceOf(CacheFullException.class);
      assertThat(other.missing(all(other))).containsExactly(all(other));
      assertThat(Caches.bytes(lease)).isEqualTo(Arrays.copyOf(remote, LIMIT - PIECE));
    }
  }

  @Test
  void write_beyondTheLimit_dropsTheCleanAndGoesOn() throws IOException {
    try (DiskCache cache = limited()) {
      try (CacheFile clean = cache.open(piece(1))) {
        fetch(clean, bytes(1, PIECE), all(clean));
      }
      awaitNoted(cache, 1);
      try (CacheFile file = cache.create(ObjectKey.of("mine"), NOW);
          CacheFile clean = cache.open(piece(2))) {
        file.write(0, segment(bytes(5, 2 * LIMIT)), NOW);
        assertThat(isCached(cache, piece(1))).isFalse();
        assertThatThrownBy(() -> fetch(clean, bytes(2, PIECE), all(clean)))
            .isInstanceOf(CacheFullException.class);
        assertThat(Caches.content(file)).isEqualTo(bytes(5, 2 * LIMIT));
        assertThat(cache.usage().dirtyBytes()).isGreaterThanOrEqualTo(2 * LIMIT);
      }
    }
  }

  @Test
  void write_intoTheReserve_isRefusedUnchanged() throws IOException {
    CacheOptions options =
        new CacheOptions(
            directory, ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ZERO, ByteSize.ofGib(1L << 20));
    try (DiskCache cache = DiskCache.open(options, IDENTITY);
        CacheFile file = cache.create(ObjectKey.of("mine"), NOW)) {
      assertThatThrownBy(() -> file.append(segment(new byte[10]), NOW))
          .isInstanceOf(CacheFullException.class);
      assertThat(file.size()).isZero();
    }
  }

  @Test
  void fill_belowTheFreeSpaceToKeep_isRefused() throws IOException {
    CacheOptions options =
        new CacheOptions(
            directory, ByteSize.UNLIMITED, ByteSize.ofGib(1L << 20), Duration.ZERO, ByteSize.ZERO);
    try (DiskCache cache = DiskCache.open(options, IDENTITY);
        CacheFile file = cache.open(piece(0))) {
      assertThatThrownBy(() -> file.fill(0, ByteBuffer.allocate(PIECE)))
          .isInstanceOf(CacheFullException.class);
    }
  }

  @Test
  void open_withALowerLimit_dropsAtTheNextFill() throws IOException {
    try (DiskCache cache = Caches.open(directory)) {
      for (int i = 0; i < 32; i++) {
        try (CacheFile file = cache.open(piece(i))) {
          fetch(file, bytes(i, PIECE), all(file));
        }
      }
    }
    try (DiskCache cache = limited();
        CacheFile file = cache.open(piece(100))) {
      assertThat(cache.usage().usedBytes()).isEqualTo(Caches.allocated(directory));
      fetch(file, bytes(100, PIECE), all(file));
      assertThat(Caches.allocated(directory)).isLessThanOrEqualTo(LIMIT);
    }
  }
}
