package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.cache.Index.Victim;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClosedFilesTest {
  private static final int FILES = 600;
  private static final long TAKEN = 4096;

  @TempDir Path directory;
  private CacheLayout layout;
  private Index index;
  private LiveFiles live;
  private ClosedFiles closed;
  private Space space;

  /** Files whose ids run against the order of their use. */
  @BeforeEach
  void fill() throws IOException {
    layout = Caches.layout(directory);
    index = Index.open(layout);
    live = new LiveFiles();
    Extents extents = new Extents(1 << 20);
    closed = new ClosedFiles(layout, index, live, extents);
    space = new Space(Caches.options(directory, ByteSize.UNLIMITED), (_, _) -> 0);
    for (long id = 1; id <= FILES; id++) {
      Files.createDirectories(layout.dataOf(id).getParent());
      Files.createFile(layout.dataOf(id));
    }
    index.apply(
        Durability.CRASH,
        LongStream.rangeClosed(1, FILES)
            .mapToObj(id -> new PutFile(row(id)))
            .toArray(IndexChange[]::new));
    space.found(index.totals());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static IndexRow row(long id) {
    Version version = Version.of(Caches.version("f" + id, "e", 1));
    return new IndexRow(id, version, new Ranges(), TAKEN, FILES - id, BootId.SYNCED, true);
  }

  private boolean exists(long id) {
    return Files.exists(layout.dataOf(id));
  }

  @Test
  void freeUnused_someBytes_dropsTheLongestUnused() throws IOException {
    assertThat(closed.freeUnused(space, 300 * TAKEN, Long.MAX_VALUE)).isEqualTo(300 * TAKEN);
    assertThat(exists(301)).isFalse();
    assertThat(exists(300)).isTrue();
    assertThat(space.usage()).isEqualTo(new CacheUsage(300 * TAKEN, 0, 300, 0));
  }

  @Test
  void freeUnused_usedBeforeATime_leavesTheYounger() throws IOException {
    closed.freeUnused(space, Long.MAX_VALUE, 10);
    assertThat(exists(FILES - 9)).isFalse();
    assertThat(exists(FILES - 10)).isTrue();
    assertThat(space.usage().files()).isEqualTo(FILES - 10);
  }

  @Test
  void freeUnused_fileBeingDropped_isCountedOnce() throws IOException {
    assertThat(live.startDrop(FILES)).isTrue();
    assertThat(closed.freeUnused(space, TAKEN, Long.MAX_VALUE)).isEqualTo(TAKEN);
    assertThat(exists(FILES)).isTrue();
    assertThat(exists(FILES - 1)).isFalse();
  }

  @Test
  void reserve_fileDroppedSinceItWasFound_isEmpty() throws IOException {
    Victim first = index.leastRecentlyUsed(Victim.NONE, 1).getFirst();
    closed.freeUnused(space, 1, Long.MAX_VALUE);
    assertThat(closed.reserve(first.id())).isEmpty();
    assertThat(live.isLive(first.id())).isFalse();
  }
}
