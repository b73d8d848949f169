package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.SidecarRecord.UploadForgotten;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The state of one {@link CacheFile}, and the steps its reading, writing and uploading share.
 *
 * <p>Two locks. {@link #io} is held during disk I/O: shared by those who add what is missing or
 * read it, exclusive for those who change what counts; so a fill never lands on top of a write. The
 * monitor guards the fields and is held for moments, inside the other, never for I/O.
 */
final class FileCore {
  /** What the index has of a file. */
  enum Row {
    NONE,
    /** Its claims hold while the kernel runs. */
    UNSYNCED,
    /** Its claims, or older ones, would be believed after a power loss too. */
    SYNCED
  }

  /**
   * How a file stands with the index and the account as its object is made.
   *
   * @param allocated what the account has of it
   * @param usedAt when the index heard of it last, as {@link IndexRow#usedAt}
   */
  record Known(Row row, long allocated, long usedAt) {
    static final Known NOTHING = new Known(Row.NONE, 0, 0);
  }

  /** A use of an unchanged file is told to the index no oftener, in microseconds. */
  private static final long NOTED_FOR = 5_000_000;

  final CacheContext cache;
  final long id;
  final LocalFile data;
  final ReentrantReadWriteLock io = new ReentrantReadWriteLock();

  @GuardedBy("this")
  private final Content content;

  @GuardedBy("this")
  private Standing standing;

  @GuardedBy("this")
  private Row row;

  /** Whether the index should hear of the file again. */
  @GuardedBy("this")
  private boolean rowIsOld;

  @GuardedBy("this")
  private long notedAt;

  /** Whether the data file exists, with the file's size. */
  @GuardedBy("this")
  private boolean made;

  @GuardedBy("this")
  private boolean timeIsNoted;

  @GuardedBy("this")
  private boolean namesAreSynced;

  @GuardedBy("this")
  private final Generation generation;

  @GuardedBy("this")
  private long allocated;

  FileCore(CacheContext cache, long id, Content content, Standing standing, Known known) {
    this.cache = cache;
    this.id = id;
    this.data = new LocalFile(cache.layout().dataOf(id), cache.openFiles());
    this.content = content;
    this.standing = standing;
    this.row = known.row();
    this.allocated = known.allocated();
    this.notedAt = known.usedAt();
    this.generation = new Generation(content.headOfBase());
    this.made = row != Row.NONE || standing instanceof Standing.Dirty;
  }

  /** Looks at the content; what is returned must not be a part of it. */
  synchronized <T> T get(Function<Content, T> look) {
    return look.apply(content);
  }

  synchronized Standing standing() {
    return standing;
  }

  synchronized boolean isDirty() {
    return standing instanceof Standing.Dirty;
  }

  synchronized long generation() {
    return generation.now();
  }

  /** Under the lock for reading, so that no change is half done. */
  synchronized UploadMoment mark() {
    return new UploadMoment(
        generation.mark(), content.size, content.ofBase(generation.sameAsBase()));
  }

  /** Whether the bytes before {@code end} are as they were in that generation. */
  synchronized boolean isIntact(long ofGeneration, long end) {
    return generation.isIntact(ofGeneration, end);
  }

  synchronized void stored(long ofGeneration, long size) {
    generation.stored(ofGeneration, size);
  }

  void step(ProtocolStep step) {
    cache.steps().reached(step);
  }

  // --- The data file.

  /** Makes the data file, all hole, if it is not there. */
  void ensureMade() throws IOException {
    long size;
    synchronized (this) {
      if (made) {
        return;
      }
      size = content.size;
    }
    data.run(file -> file.truncate(size));
    synchronized (this) {
      if (!made) {
        made = true;
        cache.space().fileAdded();
      }
    }
  }

  /**
   * Tells the account what the data file takes now.
   *
   * @return by how much that is more than before
   */
  synchronized long account() throws IOException {
    if (!made) {
      return 0;
    }
    // Within the monitor, or a late answer could overwrite a newer one. It is no disk I/O.
    long change = data.use(NativeFile::status).allocated() - allocated;
    cache.space().changed(change);
    if (standing instanceof Standing.Dirty) {
      cache.space().dirtyChanged(change);
    }
    allocated += change;
    return change;
  }

  /** The end of the file, when nobody can reach it any more. */
  void deleteData() throws IOException {
    data.delete();
    synchronized (this) {
      if (made) {
        cache.space().fileRemoved();
        cache.space().changed(-allocated);
      }
      made = false;
      allocated = 0;
      cache.residents().forget(id, content.size);
    }
  }

  // --- Reading.

  /** A range of the base is in the data file. */
  synchronized void present(ByteRange range) {
    content.present.add(range);
    rowIsOld = true;
  }

  /** Ranges are about to be dropped. */
  synchronized void absent(List<ByteRange> ranges) {
    ranges.forEach(content.present::remove);
    rowIsOld |= !ranges.isEmpty();
  }

  // --- Changing; all under the exclusive lock.

  /** Must come before any change: makes a clean file dirty, and an upload of its content void. */
  void beginChange(CacheFile owner) throws IOException {
    if (standing() instanceof Standing.Clean) {
      becomeDirty(owner);
    }
    forgetUpload();
  }

  /** Gives up the multipart upload of the content, if there is one. */
  void forgetUpload() throws IOException {
    Optional<UploadId> upload = get(c -> c.upload.map(UploadProgress::upload));
    if (upload.isPresent()) {
      cache.leftUploads().add(upload.get());
      step(ProtocolStep.UPLOAD_LEFT);
      log(List.of(new UploadForgotten()));
      step(ProtocolStep.UPLOAD_FORGOTTEN);
    }
  }

  private void becomeDirty(CacheFile owner) throws IOException {
    ensureMade();
    Instant changed = data.use(NativeFile::status).modified();
    List<SidecarRecord> records = get(c -> c.snapshot(cache.bootId(), changed));
    Sidecar sidecar = Sidecar.create(cache.layout().sidecarOf(id), cache.openFiles(), records);
    step(ProtocolStep.SIDECAR_MADE);
    try {
      removeRow();
    } catch (IOException e) {
      // Nothing was changed yet, so nothing may be uploaded.
      sidecar.delete();
      throw e;
    }
    step(ProtocolStep.ROW_REMOVED);
    cache.live().detach(owner);
    stand(new Standing.Dirty(sidecar));
  }

  private void removeRow() throws IOException {
    Row had;
    synchronized (this) {
      had = row;
      row = Row.NONE;
    }
    if (had == Row.SYNCED) {
      // Else a power loss could leave the row's claims and the changed bytes.
      cache.index().apply(Durability.POWER, new RemoveFile(id));
    } else {
      cache.index().tell(new RemoveFile(id));
    }
  }

  synchronized void stand(Standing next) {
    boolean was = standing instanceof Standing.Dirty;
    boolean is = next instanceof Standing.Dirty;
    standing = next;
    if (next instanceof Standing.Clean) {
      content.present.asList().forEach(range -> cache.residents().filled(id, range));
    } else {
      cache.residents().forget(id, content.size);
    }
    timeIsNoted = false;
    namesAreSynced = false;
    if (was != is) {
      cache.space().dirtyFilesChanged(is ? 1 : -1);
      cache.space().dirtyChanged(is ? allocated : -allocated);
    }
  }

  /** Writes records, if there is a sidecar, and then makes them true here. */
  void log(List<? extends SidecarRecord> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    if (standing() instanceof Standing.Dirty dirty) {
      dirty.sidecar().append(records);
    }
    synchronized (this) {
      records.forEach(content::apply);
    }
  }

  /** Shortens a sidecar that is mostly history; not between two steps of one change. */
  void compact() throws IOException {
    if (standing() instanceof Standing.Dirty dirty && dirty.sidecar().isLong()) {
      Instant changed = data.use(NativeFile::status).modified();
      dirty.sidecar().rewrite(cache.openFiles(), get(c -> c.snapshot(cache.bootId(), changed)));
      synchronized (this) {
        namesAreSynced = false;
      }
    }
  }

  /**
   * A range is about to be written.
   *
   * @return the parts of it that the sidecar does not know as dirty
   */
  synchronized List<ByteRange> changing(ByteRange range) {
    generation.change(range.offset());
    return content.notYetDirty(range);
  }

  synchronized void changed(long size, Instant now) {
    content.size = size;
    content.mtime = now;
    timeIsNoted = false;
  }

  /** A write ended there. */
  synchronized void wrote(long end, Instant now) {
    changed(Math.max(content.size, end), now);
  }

  synchronized boolean timeIsNoted() {
    return timeIsNoted;
  }

  synchronized void noteTime() {
    timeIsNoted = true;
  }

  synchronized boolean namesAreSynced() {
    return namesAreSynced;
  }

  synchronized void noteNamesSynced() {
    namesAreSynced = true;
  }

  // --- The index.

  /** The index was told to forget the file. */
  synchronized void rowRemoved() {
    row = Row.NONE;
  }

  synchronized Row row() {
    return row;
  }

  /** What the index is to be told of a clean file now. */
  synchronized IndexRow takeRow() {
    row = row == Row.SYNCED ? Row.SYNCED : Row.UNSYNCED;
    rowIsOld = false;
    notedAt = IndexRow.now();
    Version version = Version.of(content.base.orElseThrow());
    return new IndexRow(
        id, version, content.present.copy(), allocated, notedAt, cache.bootId(), row == Row.SYNCED);
  }

  synchronized boolean rowIsOld() {
    return standing instanceof Standing.Clean && rowIsOld;
  }

  /** Whether the index knows all that it should. */
  synchronized boolean isNoted(long now) {
    return row != Row.NONE && !rowIsOld && now - notedAt < NOTED_FOR;
  }

  /** Whether nothing would be lost with the data file. */
  synchronized boolean isWorthless() {
    return switch (standing) {
      case Standing.Clean clean -> content.present.isEmpty();
      case Standing.Dirty dirty -> false;
      case Standing.Discarded discarded -> true;
    };
  }

  synchronized void rebase(ObjectInfo version) {
    content.base = Optional.of(version);
    content.key = version.key();
  }

  synchronized void rekey(ObjectKey key) {
    content.key = key;
  }

  ObjectKey key() {
    return get(c -> c.key);
  }

  @Override
  public String toString() {
    return key() + " (data " + Long.toHexString(id) + ")";
  }
}
