package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.SidecarRecord.Cut;
import io.tpmount.vfs.cache.SidecarRecord.Cutting;
import io.tpmount.vfs.cache.SidecarRecord.Dirty;
import io.tpmount.vfs.cache.SidecarRecord.Head;
import io.tpmount.vfs.cache.SidecarRecord.PartUploaded;
import io.tpmount.vfs.cache.SidecarRecord.Rebased;
import io.tpmount.vfs.cache.SidecarRecord.Renamed;
import io.tpmount.vfs.cache.SidecarRecord.Stored;
import io.tpmount.vfs.cache.SidecarRecord.Timed;
import io.tpmount.vfs.cache.SidecarRecord.Unclean;
import io.tpmount.vfs.cache.SidecarRecord.UploadForgotten;
import io.tpmount.vfs.cache.SidecarRecord.UploadStarted;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which bytes of a data file count, and whose they are. Records change it in the same way when they
 * are appended to the sidecar and when a sidecar is read back. Not safe for concurrent use.
 *
 * <p>Below {@code baseLimit} a byte is of the base (present, or missing and to be fetched) or
 * dirty. From there to the size every byte is of this file alone, and present: that is why a file
 * without a base, or cut to nothing, needs no record for a write, and its size is the data file's.
 */
final class Content {
  ObjectKey key;
  Optional<ObjectInfo> base;
  long baseLimit;
  long size;
  Instant mtime;

  /** When the data file had changed last as {@link #mtime} was recorded. */
  Optional<Instant> dataChanged = Optional.empty();

  /** Both below {@code baseLimit}, the second within the first. */
  final Ranges present = new Ranges();

  final Ranges dirty = new Ranges();
  Optional<UploadProgress> upload = Optional.empty();

  /** A cut that was begun and not finished, as read from a sidecar. */
  Optional<Long> cutting = Optional.empty();

  /** Whether the store has all of it, as read from a sidecar. */
  boolean stored;

  /** Whether a record other than the first two told of a change. */
  private boolean changed;

  private Content(ObjectKey key, Optional<ObjectInfo> base, long size, Instant mtime) {
    this.key = key;
    this.base = base;
    this.baseLimit = size;
    this.size = size;
    this.mtime = mtime;
  }

  /** A version of which {@code present} is in the data file. */
  static Content of(ObjectInfo version, Instant mtime, Ranges present) {
    Content content = new Content(version.key(), Optional.of(version), version.size(), mtime);
    content.present.addAll(present);
    return content;
  }

  /** An empty file of no version. */
  static Content empty(ObjectKey key, Instant mtime) {
    return new Content(key, Optional.empty(), 0, mtime);
  }

  /** As the first record of a sidecar tells it; the rest of it is to be applied. */
  static Content of(Head head) {
    Content content = new Content(head.key(), head.base(), head.baseLimit(), Instant.EPOCH);
    content.present.addAll(head.clean());
    content.present.addAll(head.dirty());
    content.dirty.addAll(head.dirty());
    return content;
  }

  void apply(SidecarRecord sidecarRecord) {
    switch (sidecarRecord) {
      case Head head -> throw new IllegalArgumentException("a second head for " + head.key());
      case Renamed renamed -> {
        key = renamed.key();
        changed = true;
      }
      case Unclean unclean -> present.remove(unclean.range());
      case Dirty written -> {
        present.add(written.range());
        dirty.add(written.range());
      }
      case Cutting begun -> {
        cut(begun.size());
        cutting = Optional.of(begun.size());
      }
      case Cut ignored -> cutting = Optional.empty();
      case Timed timed -> {
        changed |= dataChanged.isPresent();
        mtime = timed.mtime();
        dataChanged = Optional.of(timed.dataChanged());
      }
      case Rebased rebased -> {
        base = Optional.of(rebased.version());
        changed = true;
      }
      case Stored done -> stored(done.version());
      case UploadStarted begun ->
          upload = Optional.of(new UploadProgress(begun.upload(), begun.partSize(), List.of()));
      case PartUploaded done -> upload = upload.map(progress -> plus(progress, done.part()));
      case UploadForgotten ignored -> upload = Optional.empty();
    }
  }

  private void cut(long newSize) {
    baseLimit = Math.min(baseLimit, newSize);
    ByteRange gone = ByteRange.between(newSize, Long.MAX_VALUE);
    present.remove(gone);
    dirty.remove(gone);
    size = newSize;
  }

  private void stored(ObjectInfo version) {
    if (baseLimit < version.size()) {
      present.add(ByteRange.between(baseLimit, version.size()));
    }
    base = Optional.of(version);
    baseLimit = version.size();
    size = version.size();
    dirty.clear();
    upload = Optional.empty();
    stored = true;
  }

  private static UploadProgress plus(UploadProgress progress, PartTag part) {
    List<PartTag> parts = new ArrayList<>(progress.parts());
    parts.add(part);
    return new UploadProgress(progress.upload(), progress.partSize(), parts);
  }

  /** What must be fetched before {@code range}, cut at the size, can be read. */
  List<ByteRange> missing(ByteRange range) {
    return present.gaps(range.clampTo(Math.min(size, baseLimit)));
  }

  /** Bytes from the beginning that are just the base's. */
  long headOfBase() {
    return base.isEmpty() ? 0 : dirty.isEmpty() ? baseLimit : dirty.asList().getFirst().offset();
  }

  /**
   * The ranges that are just the bytes of the base.
   *
   * @param head from the beginning they are known to be
   */
  List<ByteRange> ofBase(long head) {
    if (base.isEmpty()) {
      return List.of();
    }
    long end = Math.min(base.get().size(), size);
    Ranges same = new Ranges();
    dirty.gaps(new ByteRange(0, Math.min(baseLimit, end))).forEach(same::add);
    same.add(new ByteRange(0, Math.min(head, end)));
    return same.asList();
  }

  /** The part of {@code range} that a write makes dirty for the first time. */
  List<ByteRange> notYetDirty(ByteRange range) {
    return dirty.gaps(range.clampTo(baseLimit));
  }

  /** Whether a crash came between the sidecar and the first change: the base is all there is. */
  boolean isUnchanged() {
    return !changed
        && dirty.isEmpty()
        && baseLimit == size
        && base.filter(version -> version.size() == size).isPresent();
  }

  /** The records that a new sidecar begins with. */
  List<SidecarRecord> snapshot(long bootId, Instant changed) {
    Ranges clean = present.copy();
    dirty.asList().forEach(clean::remove);
    List<SidecarRecord> records = new ArrayList<>();
    records.add(new Head(bootId, key, base, baseLimit, clean, dirty.copy()));
    records.add(new Timed(mtime, changed));
    upload.ifPresent(
        progress -> {
          records.add(new UploadStarted(progress.upload(), progress.partSize()));
          progress.parts().forEach(part -> records.add(new PartUploaded(part)));
        });
    return records;
  }
}
