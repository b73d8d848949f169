package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarTest {
  private static final ObjectInfo BASE =
      new ObjectInfo(
          ObjectKey.of("k\u00e9y/\ud83d\ude00"),
          new ETag("e"),
          1000,
          Caches.NOW,
          Optional.of(Caches.NOW.plusNanos(1)));
  private static final long BOOT = 7;

  private final OpenFiles openFiles = new OpenFiles(10);

  @TempDir Path directory;

  private static Content content() {
    Ranges present = new Ranges();
    present.add(new ByteRange(0, 500));
    return Content.of(BASE, Caches.NOW, present);
  }

  private Path path() {
    return directory.resolve("s");
  }

  private Sidecar create(Content content) throws IOException {
    return Sidecar.create(path(), openFiles, content.snapshot(BOOT, Caches.NOW));
  }

  private SidecarReader.Story.Whole read() throws IOException {
    return (SidecarReader.Story.Whole) SidecarReader.read(path());
  }

  private static void append(Sidecar sidecar, Content content, SidecarRecord... records)
      throws IOException {
    sidecar.append(List.of(records));
    List.of(records).forEach(content::apply);
  }

  private static void assertSame(Content got, Content expected) {
    assertThat(got)
        .usingRecursiveComparison()
        .ignoringFields("size", "changed")
        .isEqualTo(expected);
  }

  @Test
  void read_allKindsOfRecords_isTheSameContent() throws IOException {
    Content content = content();
    UploadId upload = new UploadId(BASE.key(), "u");
    Sidecar sidecar = create(content);
    append(
        sidecar,
        content,
        new SidecarRecord.Timed(Caches.NOW.plusSeconds(5), Caches.NOW),
        new SidecarRecord.Unclean(new ByteRange(10, 20)),
        new SidecarRecord.Dirty(new ByteRange(10, 20)),
        new SidecarRecord.Unclean(new ByteRange(40, 20)),
        new SidecarRecord.Cutting(700),
        new SidecarRecord.Renamed(ObjectKey.of("other")),
        new SidecarRecord.Rebased(Caches.version("other", "f", 700)),
        new SidecarRecord.UploadForgotten(),
        new SidecarRecord.UploadStarted(upload, new ByteSize(5)),
        new SidecarRecord.PartUploaded(new PartTag(1, new ETag("p"), 5)));
    assertThat(read().bootId()).isEqualTo(BOOT);
    assertSame(read().content(), content);
    append(sidecar, content, new SidecarRecord.Cut(700));
    append(sidecar, content, new SidecarRecord.Stored(Caches.version("other", "g", 700)));
    assertSame(read().content(), content);
  }

  @Test
  void read_cutAnywhere_isAPrefixOrDamageOfTheHeadOnly() throws IOException {
    Content content = content();
    Sidecar sidecar = create(content);
    int head = (int) Files.size(path());
    append(sidecar, content, new SidecarRecord.Unclean(new ByteRange(0, 9)));
    int unclean = (int) Files.size(path());
    append(sidecar, content, new SidecarRecord.Dirty(new ByteRange(0, 9)));
    byte[] all = Files.readAllBytes(path());
    for (int length = head; length < all.length; length++) {
      Files.write(path(), Arrays.copyOf(all, length));
      SidecarReader.Story.Whole whole = read();
      assertThat(whole.length()).isEqualTo(length < unclean ? head : unclean);
      assertThat(whole.content().dirty.isEmpty()).isTrue();
    }
  }

  @Test
  void rewrite_longHistory_isShortAndTheSame() throws IOException {
    Content content = content();
    Sidecar sidecar = create(content);
    append(sidecar, content, new SidecarRecord.Timed(Caches.NOW, Caches.NOW));
    while (!sidecar.isLong()) {
      append(sidecar, content, new SidecarRecord.Dirty(new ByteRange(3, 4)));
    }
    append(sidecar, content, new SidecarRecord.Unclean(new ByteRange(100, 9)));
    long before = Files.size(path());
    sidecar.rewrite(openFiles, content.snapshot(BOOT, Caches.NOW));
    assertThat(Files.size(path())).isLessThan(before / 100);
    append(sidecar, content, new SidecarRecord.Dirty(new ByteRange(100, 9)));
    assertSame(read().content(), content);
    assertThat(sidecar.isLong()).isFalse();
  }

  @Test
  void isUnchanged_onlyTheHeadWritten_isTrue() throws IOException {
    Content content = content();
    Sidecar sidecar = create(content);
    assertThat(unchanged()).isTrue();
    append(sidecar, content, new SidecarRecord.Unclean(new ByteRange(0, 9)));
    assertThat(unchanged()).isTrue();
    append(sidecar, content, new SidecarRecord.Timed(Caches.NOW, Caches.NOW));
    assertThat(unchanged()).isFalse();
  }

  private boolean unchanged() throws IOException {
    Content content = read().content();
    content.size = 1000;
    return content.isUnchanged();
  }
}
