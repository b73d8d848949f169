package io.tpmount.vfs.cache;

import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One content lineage on the local disk: the bytes of an object version as far as fetched, with
 * what was written over them. Safe for concurrent calls. Every {@link IOException} is the local
 * disk's.
 */
public final class CacheFile implements AutoCloseable {
  private final FileCore core;
  private final FileReading reading;
  private final FileWriting writing;
  private final FileUploads uploads;
  private final FileRetirement retirement;

  CacheFile(FileCore core) {
    this.core = core;
    this.reading = new FileReading(core);
    this.writing = new FileWriting(core, this);
    this.uploads = new FileUploads(core, this);
    this.retirement = new FileRetirement(core, this);
  }

  /** What names its data file, as long as that lasts. */
  public long id() {
    return core.id;
  }

  /** The key its next upload goes to. */
  public ObjectKey key() {
    return core.key();
  }

  /**
   * The object version that missing bytes are fetched from; its key is the one it has in the store,
   * which a rename of this file does not change. Empty for a file not yet in the store.
   */
  public Optional<ObjectInfo> base() {
    return core.get(c -> c.base);
  }

  public long size() {
    return core.get(c -> c.size);
  }

  public Instant mtime() {
    return core.get(c -> c.mtime);
  }

  /** Whether the store lacks something of it. */
  public boolean isDirty() {
    return core.isDirty();
  }

  /** Counts the changes of content and size. */
  public long generation() {
    return core.generation();
  }

  /** The content as it is now, for an upload; there is one at a time. */
  public UploadMoment moment() {
    return reading.moment();
  }

  /** Whether all bytes of that moment are as they were. */
  public boolean isIntact(UploadMoment moment) {
    return core.isIntact(moment.generation(), moment.size());
  }

  /** The parts of a range, cut at the size, that must be fetched from {@link #base}; in order. */
  public List<ByteRange> missing(ByteRange range) {
    return core.get(c -> c.missing(range));
  }

  /**
   * Holds a range, cut at the size, for reading until the result is closed.
   *
   * @return empty when not all of it is present
   */
  public Optional<ReadResult.FileRange> lease(ByteRange range) throws IOException {
    return reading.lease(range);
  }

  /**
   * Holds all of the file, also what is written to it later, until the result is closed.
   *
   * @return empty when the file is empty, not wholly present or dirty, or when too much is held
   */
  public Optional<Passthrough> pin() throws IOException {
    return reading.pin(this);
  }

  /**
   * Puts bytes of {@link #base} where bytes are still missing; what is present stays as it is, so a
   * download in flight never undoes a write.
   *
   * <p>Bytes of an earlier base will do: all versions of one lineage agree where bytes are missing.
   *
   * @throws CacheFullException when there is no space
   */
  public void fill(long position, ByteBuffer bytes) throws IOException {
    reading.fill(position, bytes);
  }

  /**
   * Writes all of {@code data}.
   *
   * @throws CacheFullException when there is no space for it
   */
  public void write(long offset, MemorySegment data, Instant now) throws IOException {
    core.cache
        .health()
        .watch(
            () -> {
              writing.write(offset, data, now);
              return offset;
            });
  }

  /**
   * Writes at the end of the file, atomically to other appends.
   *
   * @return the offset it was written at
   */
  public long append(MemorySegment data, Instant now) throws IOException {
    return core.cache.health().watch(() -> writing.append(data, now));
  }

  /** Cuts the file, or extends it with zeros. */
  public void truncate(long size, Instant now) throws IOException {
    writing.truncate(size, now);
  }

  /** Takes disk space for a range, and extends the file to its end. */
  public void allocate(ByteRange range, Instant now) throws IOException {
    writing.allocate(range, now);
  }

  /** Makes the file dirty, so that the time is stored with it. */
  public void setMtime(Instant mtime) throws IOException {
    writing.setMtime(mtime);
  }

  /** After it all writes made before survive a crash of this process. */
  public void commit() throws IOException {
    writing.commit();
  }

  /** After it all writes made before survive a power loss. */
  public void sync(SyncMode mode) throws IOException {
    writing.sync(mode);
  }

  /**
   * A range of the content of a moment. Its reads fail once it was changed, or where bytes are
   * missing; what they return is never torn.
   */
  public Body body(UploadMoment moment, ByteRange range) {
    return new FileBody(reading, range.clampTo(moment.size()), moment.generation());
  }

  /**
   * Tells that the store holds the content of {@code generation} as {@code version}.
   *
   * @return whether the file is clean now; false when it was changed meanwhile: then it stays
   *     dirty, on top of that version
   */
  public boolean uploaded(ObjectInfo version, long generation) throws IOException {
    return uploads.uploaded(version, generation);
  }

  /**
   * Gives the file another key; the base keeps its own. A dirty file has it also after a crash; of
   * a clean one it is what its next change is uploaded to.
   */
  public void rename(ObjectKey newKey) throws IOException {
    uploads.rename(newKey);
  }

  /**
   * Tells that the base was copied: the same bytes are {@code version} now. Its key is the file's
   * too, unless that was renamed.
   */
  public void renamed(ObjectInfo version) throws IOException {
    uploads.renamed(version);
  }

  /**
   * Forgets the file: after a crash it is not found again. Those who have it open go on; its bytes
   * are freed at the last close.
   */
  public void discard() throws IOException {
    uploads.discard();
  }

  /**
   * Remembers, also over a restart, a multipart upload of {@code generation}; one of an older
   * content or key is left to be aborted.
   */
  public void uploadStarted(UploadId upload, ByteSize partSize, long generation)
      throws IOException {
    uploads.started(upload, partSize, generation);
  }

  /** Remembers a finished part, unless the upload is forgotten by now. */
  public void partUploaded(UploadId upload, PartTag part) throws IOException {
    uploads.partDone(upload, part);
  }

  /** Gives the upload up, if there is one: what the store has of it is left to be aborted. */
  public void uploadAbandoned() throws IOException {
    uploads.abandoned();
  }

  /** The upload of just the present content, where one was started. */
  public Optional<UploadProgress> uploadProgress() {
    return core.get(c -> c.upload);
  }

  /** One more reference, to be given back by {@link #close}; only while the caller holds one. */
  public CacheFile retain() {
    core.cache.live().retain(this);
    return this;
  }

  /** Gives one reference back. A failure to note what is cached is logged and costs a fetch. */
  @Override
  public void close() {
    if (core.cache.live().release(this)) {
      retirement.retire();
    }
  }

  // --- For this package.

  /** Closes a file whose data are not what the index says. */
  void closeBroken() {
    retirement.breakDown();
    close();
  }

  /** Notes what was fetched since the index heard of it last. */
  void noteIfOld() {
    if (core.rowIsOld()) {
      retirement.note();
    }
  }

  /**
   * What came of an eviction.
   *
   * @param freed bytes of disk
   * @param holdsMore whether there is something left that may be dropped later
   */
  record Evicted(long freed, boolean holdsMore) {}

  Evicted evict(int extent) throws IOException {
    return reading.evict(extent);
  }

  void evictUnusedFor(long nanos) throws IOException {
    reading.evictUnusedFor(nanos);
  }

  void closeFiles() {
    core.data.close();
    if (core.standing() instanceof Standing.Dirty dirty) {
      dirty.sidecar().close();
    }
  }

  @Override
  public String toString() {
    return core.toString();
  }
}
