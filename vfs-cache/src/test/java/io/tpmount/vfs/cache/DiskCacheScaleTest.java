package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("all")
final class DiskCacheScaleTest {
  private static final int FILES = 300_000;

  @TempDir Path directory;

  @Test
  void open_manyCachedFiles_takesNoTime() throws IOException {
    try (Index index = Index.open(Caches.layout(directory))) {
      for (int first = 1; first <= FILES; first += 10_000) {
        index.apply(
            Durability.CRASH,
            LongStream.range(first, first + 10_000)
                .mapToObj(id -> new PutFile(row(id)))
                .toArray(IndexChange[]::new));
      }
    }
    long start = System.nanoTime();
    try (DiskCache cache = Caches.open(directory)) {
      ObjectInfo version = Caches.version("images/train/00000077.jpg", "etag77", 100_000);
      cache.open(version).close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static IndexRow row(long id) {
    ObjectInfo version =
        Caches.version("images/train/%08d.jpg".formatted(id), "etag" + id, 100_000);
    Ranges present = new Ranges();
    present.add(new ByteRange(0, 100_000));
    return new IndexRow(id, Version.of(version), present, 102_400, id, BootId.SYNCED, true);
  }
}
