package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.all;
import static io.tpmount.vfs.cache.Caches.bytes;
import static io.tpmount.vfs.cache.Caches.fetch;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.cache.CacheCheck.Kind;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheCheckTest {
  @TempDir Path directory;
  private CacheLayout layout;

  @BeforeEach
  void leaveACache() throws IOException {
    layout = Caches.layout(directory);
    try (DiskCache cache = Caches.open(directory);
        CacheFile clean = cache.open(version("clean", "c", 5000));
        CacheFile fresh = cache.create(ObjectKey.of("fresh"), NOW)) {
      fetch(clean, bytes(1, 5000), all(clean));
      fresh.append(segment(bytes(2, 100)), NOW);
      fresh.commit();
    }
  }

  private CacheCheck check() throws IOException {
    return CacheCheck.of(CacheCheck.cachesIn(directory).getFirst());
  }

  private List<Kind> found() throws IOException {
    return check().check().findings().stream().map(CacheCheck.Finding::kind).toList();
  }

  private Path cleanData() throws IOException {
    try (Stream<Path> files = Files.walk(layout.data())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !Files.exists(layout.dirty().resolve(file.getFileName())))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path sidecar() throws IOException {
    try (Stream<Path> files = Files.list(layout.dirty())) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void check_untouched_isClean() throws IOException {
    CacheCheck.Result result = check().check();
    assertThat(result).isEqualTo(new CacheCheck.Result(Caches.IDENTITY, 1, 1, List.of()));
  }

  @Test
  void check_whileInUse_isRefused() throws IOException {
    try (DiskCache cache = Caches.open(directory)) {
      assertThat(cache.health()).isEqualTo(new CacheHealth.Good());
      assertThatThrownBy(() -> check().check()).isInstanceOf(CacheLockedException.class);
    }
  }

  @Test
  void repair_dataOfARowGone_dropsTheRow() throws IOException {
    Files.delete(cleanData());
    assertThat(found()).containsExactly(Kind.DATA_MISSING);
    check().repair();
    assertThat(check().check().cached()).isZero();
    assertThat(found()).isEmpty();
  }

  @Test
  void repair_dataOfAnotherSize_dropsTheRow() throws IOException {
    Files.write(cleanData(), new byte[7]);
    assertThat(found()).containsExactly(Kind.DATA_MISSING);
    check().repair();
    assertThat(found()).isEmpty();
  }

  @Test
  void repair_nonsenseForAnIndex_beginsANewOneAndKeepsTheUnsent() throws IOException {
    Files.write(layout.index(), bytes(3, 9000));
    assertThat(found()).containsExactly(Kind.INDEX_DAMAGED);
    check().repair();
    assertThat(found()).isEmpty();
    assertThat(check().check().unsent()).isEqualTo(1);
  }

  @Test
  void repair_damagedSidecar_movesItsFileToLostAndFound() throws IOException {
    byte[] bytes = Files.readAllBytes(sidecar());
    bytes[20] ^= 1;
    Files.write(sidecar(), bytes);
    assertThat(found()).contains(Kind.UNSENT_DAMAGED);
    check().repair();
    assertThat(found()).isEmpty();
    try (Stream<Path> lost = Files.list(layout.lostAndFound())) {
      assertThat(lost).hasSize(2);
    }
  }
}
