package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.UploadId;
import java.time.Instant;

/** One step that the {@link Index} is told to take. */
sealed interface IndexChange {
  /** Adds or replaces the row of a file. */
  record PutFile(IndexRow row) implements IndexChange {}

  /** Removes the row of a file, if any. */
  record RemoveFile(long id) implements IndexChange {}

  /** Notes that a version was written here at another time than the store says. */
  record PutTime(ObjectKey key, ETag etag, Instant mtime) implements IndexChange {}

  /** Forgets such a note. */
  record RemoveTime(ObjectKey key) implements IndexChange {}

  /** Notes a multipart upload that nobody needs any more. */
  record PutUpload(UploadId upload) implements IndexChange {}

  /** The store has nothing of it any more. */
  record RemoveUpload(UploadId upload) implements IndexChange {}

  /** All data files of a boot are on stable storage. */
  record MarkSynced(long bootId) implements IndexChange {}

  /** What must not undo a change that is answered for. */
  enum Durability {
    /** The death of this process. */
    CRASH,
    /** A power loss too: costs a sync. */
    POWER
  }
}
