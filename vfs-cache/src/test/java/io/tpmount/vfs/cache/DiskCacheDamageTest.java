package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.all;
import static io.tpmount.vfs.cache.Caches.bytes;
import static io.tpmount.vfs.cache.Caches.content;
import static io.tpmount.vfs.cache.Caches.fetch;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache found in another state than it was left. */
final class DiskCacheDamageTest {
  private static final int SIZE = 60_000;
  private static final ObjectInfo CLEAN = version("clean", "c", SIZE);
  private static final ObjectInfo PARTLY = version("partly", "p", SIZE);

  private final byte[] remote = bytes(1, SIZE);
  private final byte[] mine = bytes(2, SIZE);

  @TempDir Path directory;
  private CacheLayout layout;

  /** One clean file, one partly written, one new. */
  @BeforeEach
  void leaveACache() throws IOException {
    layout = Caches.layout(directory);
    try (DiskCache cache = Caches.open(directory)) {
      try (CacheFile clean = cache.open(CLEAN);
          CacheFile partly = cache.open(PARTLY);
          CacheFile fresh = cache.create(ObjectKey.of("fresh"), NOW)) {
        fetch(clean, remote, all(clean));
        fetch(partly, remote, all(partly));
        partly.write(100, segment(bytes(3, 100)), NOW);
        partly.commit();
        fresh.append(segment(mine), NOW);
        fresh.commit();
      }
    }
  }

  private void checkAll() throws IOException {
    try (DiskCache cache = Caches.open(directory)) {
      List<CacheFile> recovered = cache.recovered();
      assertThat(recovered).hasSize(2);
      for (CacheFile file : recovered) {
        try (file) {
          fetch(file, remote, all(file));
          assertThat(content(file)).isEqualTo(expected(file.key().value()));
        }
      }
      try (CacheFile clean = cache.open(CLEAN)) {
        fetch(clean, remote, all(clean));
        assertThat(content(clean)).isEqualTo(remote);
      }
    }
  }

  private byte[] expected(String key) {
    if (key.equals("fresh")) {
      return mine;
    }
    byte[] partly = remote.clone();
    System.arraycopy(bytes(3, 100), 0, partly, 100, 100);
    return partly;
  }

  @Test
  void indexDeleted_nothingDirtyIsLost() throws IOException {
    Files.delete(layout.index());
    checkAll();
  }

  @Test
  void indexTruncated_nothingDirtyIsLost() throws IOException {
    long size = Files.size(layout.index());
    try (FileChannel index = FileChannel.open(layout.index(), StandardOpenOption.WRITE)) {
      index.truncate(size / 2);
    }
    checkAll();
  }

  @Test
  void indexOfNonsense_nothingDirtyIsLost() throws IOException {
    Files.write(layout.index(), bytes(9, 5000));
    checkAll();
    try (Stream<Path> files = Files.list(layout.root())) {
      assertThat(files.filter(file -> file.getFileName().toString().contains("aside"))).hasSize(1);
    }
  }

  @Test
  void indexWithFlippedBits_nothingDirtyIsLostAndNoWrongByteShown() throws IOException {
    flipBits(20261126, 12);
  }

  @Tag("all")
  @Test
  void indexWithFlippedBits_ofARandomSeed_nothingDirtyIsLostAndNoWrongByteShown()
      throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    flipBits(seed, 400);
  }

  private void flipBits(long seed, int rounds) throws IOException {
    Random random = new Random(seed);
    byte[] good = Files.readAllBytes(layout.index());
    for (int round = 0; round < rounds; round++) {
      byte[] bad = good.clone();
      for (int flips = 0; flips < 40; flips++) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(layout.index(), bad);
      checkAll();
      Files.deleteIfExists(layout.index().resolveSibling("index.db-wal"));
      Files.deleteIfExists(layout.index().resolveSibling("index.db-shm"));
    }
  }

  @Test
  void dataFileGone_isFetchedAgain() throws IOException {
    try (Stream<Path> files = Files.walk(layout.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!Files.exists(layout.dirty().resolve(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
    checkAll();
  }

  @Test
  void unknownDataFile_isRemovedBehindTheMount() throws IOException {
    Path unknown = layout.dataOf(77);
    Files.createDirectories(unknown.getParent());
    Files.write(unknown, mine);
    try (DiskCache cache = Caches.open(directory)) {
      Awaitility.await().until(() -> !Files.exists(unknown));
      assertThat(cache.usage().files()).isEqualTo(3);
    }
    checkAll();
  }

  @Test
  void rowOfAnEarlierBootNeverSynced_isNotBelieved() throws IOException, SQLException {
    String url = "jdbc:sqlite:" + layout.index();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE file SET boot = 4711");
    }
    try (DiskCache cache = Caches.open(directory);
        CacheFile clean = cache.open(CLEAN)) {
      assertThat(clean.missing(all(clean))).containsExactly(all(clean));
    }
  }

  @Test
  void sidecarWithATornEnd_keepsWhatWasAnswered() throws IOException {
    for (Path sidecar : sidecars()) {
      Files.write(sidecar, new byte[] {0, 0, 0, 9, 1, 2}, StandardOpenOption.APPEND);
    }
    checkAll();
    checkAll();
  }

  @Test
  void sidecarDamagedInside_goesToLostAndFound() throws IOException {
    for (Path sidecar : sidecars()) {
      try (FileChannel channel = FileChannel.open(sidecar, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {77, 77}), 20);
      }
    }
    try (DiskCache cache = Caches.open(directory)) {
      assertThat(cache.recovered()).isEmpty();
    }
    try (Stream<Path> lost = Files.list(layout.lostAndFound())) {
      List<Path> files = lost.toList();
      assertThat(files).hasSize(4);
      assertThat(files).anySatisfy(file -> assertThat(Files.readAllBytes(file)).isEqualTo(mine));
    }
  }

  @Test
  void sidecarThatWasBeingWritten_isDropped() throws IOException {
    Files.write(layout.dirty().resolve("0000000000000007" + CacheLayout.UNFINISHED), mine);
    checkAll();
    assertThat(sidecars()).hasSize(2);
  }

  private List<Path> sidecars() throws IOException {
    try (Stream<Path> files = Files.list(layout.dirty())) {
      return files.toList();
    }
  }
}
