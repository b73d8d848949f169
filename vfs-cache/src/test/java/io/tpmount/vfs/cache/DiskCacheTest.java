package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.all;
import static io.tpmount.vfs.cache.Caches.bytes;
import static io.tpmount.vfs.cache.Caches.content;
import static io.tpmount.vfs.cache.Caches.fetch;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskCacheTest {
  private static final int SIZE = 100_000;
  private static final ObjectInfo V1 = version("dir/a", "v1", SIZE);

  private final byte[] remote = bytes(1, SIZE);

  @TempDir Path directory;
  private DiskCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = Caches.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    cache.close();
  }

  private void reopen() throws IOException {
    cache.close();
    cache = Caches.open(directory);
  }

  @Test
  void open_newVersion_isAllMissing() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      assertThat(file.size()).isEqualTo(SIZE);
      assertThat(file.isDirty()).isFalse();
      assertThat(file.missing(new ByteRange(50, 2L * SIZE)))
          .containsExactly(ByteRange.between(50, SIZE));
      assertThat(file.lease(new ByteRange(0, 1))).isEmpty();
    }
  }

  @Test
  void open_sameVersionTwice_isOneFile() throws IOException {
    try (CacheFile first = cache.open(V1);
        CacheFile second = cache.open(V1);
        CacheFile other = cache.open(version("dir/a", "v2", SIZE))) {
      assertThat(second).isSameAs(first);
      assertThat(other).isNotSameAs(first);
    }
  }

  @Test
  void fill_thenLease_givesTheBytes() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.fill(1000, ByteBuffer.wrap(remote, 1000, 5000));
      byte[] got = Caches.bytes(file.lease(new ByteRange(2000, 3000)).orElseThrow());
      assertThat(got).isEqualTo(Arrays.copyOfRange(remote, 2000, 5000));
      assertThat(file.lease(new ByteRange(999, 2))).isEmpty();
    }
  }

  @Test
  void open_afterClose_findsWhatWasFetched() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.fill(1000, ByteBuffer.wrap(remote, 1000, 5000));
    }
    try (CacheFile file = cache.open(V1)) {
      assertThat(file.missing(new ByteRange(1000, 5000))).isEmpty();
    }
    reopen();
    assertThat(cache.usage().files()).isEqualTo(1);
    try (CacheFile file = cache.open(V1)) {
      assertThat(file.missing(all(file)))
          .containsExactly(ByteRange.between(0, 1000), ByteRange.between(6000, SIZE));
      fetch(file, remote, all(file));
      assertThat(content(file)).isEqualTo(remote);
    }
  }

  @Test
  void open_onlyOpened_leavesNothingBehind() throws IOException {
    cache.open(V1).close();
    assertThat(cache.usage()).isEqualTo(new CacheUsage(0, 0, 0, 0));
    assertThat(Caches.dataFiles(directory)).isZero();
  }

  @Test
  void write_beforeFill_isKept() throws IOException {
    byte[] mine = bytes(2, 3000);
    try (CacheFile file = cache.open(V1)) {
      file.write(2000, segment(mine), NOW);
      file.fill(0, ByteBuffer.wrap(remote));
      byte[] expected = remote.clone();
      System.arraycopy(mine, 0, expected, 2000, 3000);
      assertThat(content(file)).isEqualTo(expected);
      assertThat(file.isDirty()).isTrue();
      assertThat(file.mtime()).isEqualTo(NOW);
    }
  }

  @Test
  void write_beyondTheEnd_extendsWithZeros() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.write(SIZE + 10, segment(new byte[] {1}), NOW);
      assertThat(file.size()).isEqualTo(SIZE + 11);
      assertThat(file.missing(all(file))).containsExactly(new ByteRange(0, SIZE));
      fetch(file, remote, all(file));
      byte[] expected = Arrays.copyOf(remote, SIZE + 11);
      expected[SIZE + 10] = 1;
      assertThat(content(file)).isEqualTo(expected);
    }
  }

  @Test
  void truncate_thenExtend_neverFetchesWhatWasCut() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.truncate(1000, NOW);
      file.truncate(5000, NOW);
      assertThat(file.missing(all(file))).containsExactly(new ByteRange(0, 1000));
      fetch(file, remote, all(file));
      assertThat(content(file)).isEqualTo(Arrays.copyOf(Arrays.copyOf(remote, 1000), 5000));
    }
  }

  @Test
  void body_afterAWrite_fails() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("n"), NOW)) {
      file.append(segment(new byte[10]), NOW);
      Body body = file.body(file.moment(), all(file));
      assertThat(body.read(0, ByteBuffer.allocateDirect(4))).isEqualTo(4);
      file.write(0, segment(new byte[1]), NOW);
      assertThatThrownBy(() -> body.read(4, ByteBuffer.allocate(4)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was written");
    }
  }

  @Test
  void create_thenReopen_isRecovered() throws IOException {
    byte[] mine = bytes(3, 300_000);
    try (CacheFile file = cache.create(ObjectKey.of("new"), NOW)) {
      assertThat(file.append(segment(mine), NOW)).isZero();
      file.commit();
      file.sync(SyncMode.ALL);
    }
    reopen();
    List<CacheFile> recovered = cache.recovered();
    assertThat(recovered).hasSize(1);
    try (CacheFile file = recovered.getFirst()) {
      assertThat(file.key()).isEqualTo(ObjectKey.of("new"));
      assertThat(file.base()).isEmpty();
      assertThat(file.mtime()).isEqualTo(NOW);
      assertThat(content(file)).isEqualTo(mine);
    }
    assertThat(cache.recovered()).isEmpty();
    assertThat(cache.usage().dirtyFiles()).isEqualTo(1);
    assertThat(cache.usage().dirtyBytes()).isGreaterThanOrEqualTo(300_000);
  }

  @Test
  void recovered_partlyWritten_knowsDirtyCleanAndMissing() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.fill(0, ByteBuffer.wrap(remote, 0, 50_000));
      file.write(40_000, segment(bytes(2, 20_000)), NOW);
      file.commit();
    }
    reopen();
    try (CacheFile file = cache.recovered().getFirst()) {
      assertThat(file.base()).contains(V1);
      assertThat(file.missing(all(file))).containsExactly(ByteRange.between(60_000, SIZE));
      fetch(file, remote, all(file));
      byte[] expected = remote.clone();
      System.arraycopy(bytes(2, 20_000), 0, expected, 40_000, 20_000);
      assertThat(content(file)).isEqualTo(expected);
    }
  }

  @Test
  void uploaded_unchanged_isCleanAndCached() throws IOException {
    byte[] mine = bytes(3, 5000);
    ObjectInfo stored = version("new", "e", 5000);
    try (CacheFile file = cache.create(ObjectKey.of("new"), NOW)) {
      file.append(segment(mine), NOW);
      assertThat(file.uploaded(stored, file.generation())).isTrue();
      assertThat(file.isDirty()).isFalse();
      assertThat(file.base()).contains(stored);
      try (CacheFile same = cache.open(stored)) {
        assertThat(same).isSameAs(file);
      }
    }
    reopen();
    assertThat(cache.recovered()).isEmpty();
    try (CacheFile file = cache.open(stored)) {
      assertThat(content(file)).isEqualTo(mine);
      assertThat(file.mtime()).isEqualTo(NOW);
    }
    ObjectInfo overwritten = version("new", "other", 5000);
    assertThat(cache.knownTimes(List.of(V1, stored))).containsExactly(entry(stored.key(), NOW));
    assertThat(cache.knownTimes(List.of(V1, overwritten))).isEmpty();
  }

  @Test
  void uploaded_writtenMeanwhile_staysDirtyOnTheNewBase() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("new"), NOW)) {
      file.append(segment(new byte[100]), NOW);
      long generation = file.generation();
      file.append(segment(new byte[100]), NOW);
      assertThat(file.uploaded(version("new", "e", 100), generation)).isFalse();
      assertThat(file.isDirty()).isTrue();
      assertThat(file.base()).contains(version("new", "e", 100));
      assertThat(file.missing(all(file))).isEmpty();
    }
  }

  @Test
  void uploaded_renamedMeanwhile_staysDirty() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("tmp"), NOW)) {
      file.append(segment(new byte[100]), NOW);
      file.rename(ObjectKey.of("final"));
      assertThat(file.uploaded(version("tmp", "e", 100), file.generation())).isFalse();
      assertThat(file.uploaded(version("final", "f", 100), file.generation())).isTrue();
    }
  }

  @Test
  void open_baseOfADirtyFile_isAnotherFile() throws IOException {
    try (CacheFile dirty = cache.open(V1)) {
      fetch(dirty, remote, all(dirty));
      dirty.write(0, segment(new byte[100]), NOW);
      try (CacheFile clean = cache.open(V1)) {
        assertThat(clean).isNotSameAs(dirty);
        fetch(clean, remote, all(clean));
        assertThat(content(clean)).isEqualTo(remote);
      }
    }
  }

  @Test
  void renamed_clean_isFoundByTheNewVersion() throws IOException {
    ObjectInfo copy = version("dir/b", "v9", SIZE);
    try (CacheFile file = cache.open(V1)) {
      fetch(file, remote, all(file));
      file.renamed(copy);
      assertThat(file.key()).isEqualTo(copy.key());
    }
    reopen();
    try (CacheFile file = cache.open(copy);
        CacheFile old = cache.open(V1)) {
      assertThat(content(file)).isEqualTo(remote);
      assertThat(old.missing(all(old))).isNotEmpty();
    }
  }

  @Test
  void rename_dirty_isKeptOverARestart() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.write(0, segment(new byte[1]), NOW);
      file.rename(ObjectKey.of("elsewhere"));
    }
    reopen();
    try (CacheFile file = cache.recovered().getFirst()) {
      assertThat(file.key()).isEqualTo(ObjectKey.of("elsewhere"));
      assertThat(file.base()).contains(V1);
    }
  }

  @Test
  void discard_dirty_servesItsReadersAndIsGone() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("tmp"), NOW)) {
      file.append(segment(bytes(5, 100)), NOW);
      file.discard();
      assertThat(file.isDirty()).isFalse();
      file.append(segment(bytes(6, 100)), NOW);
      assertThat(content(file)).startsWith(bytes(5, 100)).endsWith(bytes(6, 100));
    }
    assertThat(Caches.dataFiles(directory)).isZero();
    assertThat(cache.usage()).isEqualTo(new CacheUsage(0, 0, 0, 0));
    reopen();
    assertThat(cache.recovered()).isEmpty();
  }

  @Test
  void discard_clean_isFetchedAgain() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      fetch(file, remote, all(file));
      file.discard();
    }
    try (CacheFile file = cache.open(V1)) {
      assertThat(file.missing(all(file))).containsExactly(new ByteRange(0, SIZE));
    }
  }

  @Test
  void uploadProgress_overARestart_isKeptUntilAWrite() throws IOException {
    UploadId upload = new UploadId(ObjectKey.of("big"), "u1");
    PartTag part = new PartTag(1, new ETag("p1"), 50);
    try (CacheFile file = cache.create(ObjectKey.of("big"), NOW)) {
      file.append(segment(new byte[100]), NOW);
      file.uploadStarted(upload, new ByteSize(50), file.generation());
      file.partUploaded(upload, part);
      file.partUploaded(new UploadId(ObjectKey.of("big"), "u0"), part);
      file.commit();
    }
    reopen();
    try (CacheFile file = cache.recovered().getFirst()) {
      assertThat(file.uploadProgress())
          .contains(new UploadProgress(upload, new ByteSize(50), List.of(part)));
      file.write(0, segment(new byte[1]), NOW);
      assertThat(file.uploadProgress()).isEmpty();
    }
    reopen();
    try (CacheFile file = cache.recovered().getFirst()) {
      assertThat(file.uploadProgress()).isEmpty();
    }
    assertThat(cache.leftUploads().all()).containsExactly(upload);
    cache.leftUploads().gone(upload);
    reopen();
    assertThat(cache.leftUploads().all()).isEmpty();
  }

  @Test
  void uploadStarted_thenRenamedOrDiscarded_isLeftToBeAborted() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("big"), NOW)) {
      UploadId first = new UploadId(file.key(), "u1");
      file.uploadStarted(first, new ByteSize(50), file.generation());
      file.rename(ObjectKey.of("bigger"));
      assertThat(file.uploadProgress()).isEmpty();
      UploadId second = new UploadId(file.key(), "u2");
      file.uploadStarted(second, new ByteSize(50), file.generation());
      file.discard();
      UploadId third = new UploadId(file.key(), "u3");
      file.uploadStarted(third, new ByteSize(50), file.generation());
      assertThat(cache.leftUploads().all()).containsExactlyInAnyOrder(first, second, third);
    }
  }

  @Test
  void uploadStarted_ofAnOlderContent_isIgnored() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("big"), NOW)) {
      long generation = file.generation();
      file.append(segment(new byte[100]), NOW);
      file.uploadStarted(new UploadId(file.key(), "u"), new ByteSize(50), generation);
      assertThat(file.uploadProgress()).isEmpty();
    }
  }

  @Test
  void setMtime_ofACleanFile_isStoredWithIt() throws IOException {
    try (CacheFile file = cache.open(V1)) {
      file.setMtime(NOW);
      assertThat(file.isDirty()).isTrue();
    }
    reopen();
    try (CacheFile file = cache.recovered().getFirst()) {
      assertThat(file.mtime()).isEqualTo(NOW);
    }
  }

  @Test
  void allocate_beyondTheEnd_extends() throws IOException {
    try (CacheFile file = cache.create(ObjectKey.of("n"), NOW)) {
      file.allocate(new ByteRange(0, 1 << 20), NOW);
      assertThat(file.size()).isEqualTo(1 << 20);
      assertThat(cache.usage().usedBytes()).isGreaterThanOrEqualTo(1 << 20);
      assertThat(content(file)).containsOnly(0);
    }
  }

  @Test
  void open_heldByAnother_namesTheProcess() {
    assertThatThrownBy(() -> Caches.open(directory))
        .isInstanceOf(CacheLockedException.class)
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
  }
}
