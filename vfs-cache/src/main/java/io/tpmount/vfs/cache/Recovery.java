package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.PutTime;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.posix.FileStatus;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the dirty files of an earlier run by their sidecars, which are all it needs: what the index
 * says of such a file, or whether there is one, does not matter. What can't be told whose it is
 * goes to lost+found, never away.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final CacheContext cache;

  Recovery(CacheContext cache) {
    this.cache = cache;
  }

  List<CacheFile> run() throws IOException {
    List<CacheFile> found = new ArrayList<>();
    for (Path sidecar : sidecars()) {
      OptionalLong id = CacheLayout.idOf(sidecar);
      if (id.isEmpty()) {
        Files.delete(sidecar);
      } else {
        recover(sidecar, id.getAsLong()).ifPresent(found::add);
      }
    }
    return found;
  }

  private List<Path> sidecars() throws IOException {
    try (Stream<Path> files = Files.list(cache.layout().dirty())) {
      return files.toList();
    }
  }

  private Optional<CacheFile> recover(Path sidecar, long id) throws IOException {
    return switch (SidecarReader.read(sidecar)) {
      case SidecarReader.Story.Damaged damaged -> {
        setAside(sidecar, id, damaged.why());
        yield Optional.empty();
      }
      case SidecarReader.Story.Whole whole -> recover(sidecar, id, whole);
    };
  }

  private Optional<CacheFile> recover(Path path, long id, SidecarReader.Story.Whole whole)
      throws IOException {
    Content content = whole.content();
    LocalFile data = new LocalFile(cache.layout().dataOf(id), cache.openFiles());
    if (!Files.exists(data.path())) {
      if (!content.stored) {
        setAside(path, id, "no data file");
      }
      Files.deleteIfExists(path);
      return Optional.empty();
    }
    FileStatus status = repair(content, data, whole.bootId());
    data.close();
    if (content.stored || content.isUnchanged()) {
      makeClean(path, id, content, status);
      return Optional.empty();
    }
    cache.index().tell(new RemoveFile(id));
    Sidecar sidecar = Sidecar.resume(path, cache.openFiles(), whole.length());
    CacheFile file = adopt(id, content, sidecar, status);
    if (whole.bootId() != cache.bootId()) {
      // The parts may be of bytes that were lost with the power.
      file.uploadAbandoned();
    }
    return Optional.of(file);
  }

  /** Brings content and data file together where a crash came between them. */
  private FileStatus repair(Content content, LocalFile data, long bootId) throws IOException {
    if (content.cutting.isPresent()) {
      long size = content.cutting.get();
      data.run(file -> file.truncate(size));
      content.cutting = Optional.empty();
    }
    FileStatus status = data.use(NativeFile::status);
    if (status.size() < content.baseLimit) {
      // Only a power loss does this: the file was never synced.
      log.warn("{} lost its end after byte {} with the power", content.key, status.size());
      ByteRange lost = ByteRange.between(status.size(), content.baseLimit);
      content.present.remove(lost);
      content.dirty.remove(lost);
      data.run(file -> file.truncate(content.baseLimit));
      status = data.use(NativeFile::status);
    }
    content.size = status.size();
    if (bootId != cache.bootId()) {
      keepOnlyDirty(content);
    }
    restoreTime(content, status);
    return status;
  }

  /** Clean bytes were not synced, so after a reboot they may not be there. */
  private static void keepOnlyDirty(Content content) {
    content.present.clear();
    content.present.addAll(content.dirty);
  }

  private static void restoreTime(Content content, FileStatus status) {
    // Only in a file of its own bytes alone is each change of the data file a write.
    boolean wasWritten =
        content.dataChanged.filter(noted -> !noted.equals(status.modified())).isPresent();
    if (content.baseLimit == 0 && wasWritten) {
      content.mtime = status.modified();
    }
  }

  private void makeClean(Path sidecar, long id, Content content, FileStatus status)
      throws IOException {
    ObjectInfo version = content.base.orElseThrow();
    IndexRow row =
        new IndexRow(
            id,
            Version.of(version),
            content.present,
            status.allocated(),
            IndexRow.now(),
            cache.bootId(),
            true);
    PutTime time = new PutTime(version.key(), version.etag(), content.mtime);
    cache.index().apply(Durability.CRASH, new PutFile(row), time);
    Files.delete(sidecar);
  }

  private CacheFile adopt(long id, Content content, Sidecar sidecar, FileStatus status) {
    Standing dirty = new Standing.Dirty(sidecar);
    FileCore.Known known = new FileCore.Known(FileCore.Row.NONE, status.allocated(), 0);
    FileCore core = new FileCore(cache, id, content, dirty, known);
    cache.space().fileAdded();
    cache.space().changed(status.allocated());
    cache.space().dirtyFilesChanged(1);
    cache.space().dirtyChanged(status.allocated());
    CacheFile file = new CacheFile(core);
    cache.live().add(file);
    return file;
  }

  private void setAside(Path sidecar, long id, String why) throws IOException {
    Path aside = cache.layout().lostAndFound();
    Files.createDirectories(aside);
    Path data = cache.layout().dataOf(id);
    log.error(
        "a file waiting for its upload can't be told whose it is ({}): it is kept as {}",
        why,
        aside.resolve(data.getFileName()));
    if (Files.exists(data)) {
      Files.move(data, aside.resolve(data.getFileName()));
    }
    Files.move(sidecar, aside.resolve(sidecar.getFileName() + ".sidecar"));
  }
}
