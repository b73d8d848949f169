package io.tpmount.vfs.cache;

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
@SuppressWarnings("DoNotCallSuggester")
public final class CacheFile implements AutoCloseable {
  CacheFile() {}

  /** The key its next upload goes to. */
  public ObjectKey key() {
    throw new UnsupportedOperationException();
  }

  /**
   * The object version that missing bytes are fetched from; its key is the one it has in the store,
   * which a rename of this file does not change. Empty for a file not yet in the store.
   */
  public Optional<ObjectInfo> base() {
    throw new UnsupportedOperationException();
  }

  public long size() {
    throw new UnsupportedOperationException();
  }

  public Instant mtime() {
    throw new UnsupportedOperationException();
  }

  /** Whether the store lacks something of it. */
  public boolean isDirty() {
    throw new UnsupportedOperationException();
  }

  /** Counts the changes of content and size. */
  public long generation() {
    throw new UnsupportedOperationException();
  }

  /** The parts of a range, cut at the size, that must be fetched from {@link #base}; in order. */
  public List<ByteRange> missing(ByteRange range) {
    throw new UnsupportedOperationException();
  }

  /**
   * Holds a range, cut at the size, for reading until the result is closed.
   *
   * @return empty when not all of it is present
   */
  public Optional<ReadResult.FileRange> lease(ByteRange range) throws IOException {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * Writes all of {@code data}.
   *
   * @throws CacheFullException when there is no space for it
   */
  public void write(long offset, MemorySegment data, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes at the end of the file, atomically to other appends.
   *
   * @return the offset it was written at
   */
  public long append(MemorySegment data, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Cuts the file, or extends it with zeros. */
  public void truncate(long size, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Takes disk space for a range, and extends the file to its end. */
  public void allocate(ByteRange range, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes the file dirty, so that the time is stored with it. */
  public void setMtime(Instant mtime) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** After it all writes made before survive a crash of this process. */
  public void commit() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** After it all writes made before survive a power loss. */
  public void sync(SyncMode mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * A range of the content as it is now. Its reads fail once the file was changed, or where bytes
   * are missing; what they return is never torn.
   */
  public Body body(ByteRange range) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that the store holds the content of {@code generation} as {@code version}.
   *
   * @return whether the file is clean now; false when it was changed meanwhile: then it stays
   *     dirty, on top of that version
   */
  public boolean uploaded(ObjectInfo version, long generation) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives a dirty file another key; the base keeps its own. */
  public void rename(ObjectKey newKey) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that the base was copied: the same bytes are {@code version} now, which is the key too.
   */
  public void renamed(ObjectInfo version) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Forgets the file: after a crash it is not found again. Those who have it open go on; its bytes
   * are freed at the last close.
   */
  public void discard() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Remembers, also over a restart, a multipart upload of {@code generation}. */
  public void uploadStarted(UploadId upload, ByteSize partSize, long generation)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Remembers a finished part, unless the upload is forgotten by now. */
  public void partUploaded(UploadId upload, PartTag part) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Forgets the upload, if any. */
  public void uploadAbandoned() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The upload of just the present content, where one was started. */
  public Optional<UploadProgress> uploadProgress() {
    throw new UnsupportedOperationException();
  }

  /** One more reference, to be given back by {@link #close}; only while the caller holds one. */
  public CacheFile retain() {
    throw new UnsupportedOperationException();
  }

  /** Gives one reference back. A failure to note what is cached is logged and costs a fetch. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
