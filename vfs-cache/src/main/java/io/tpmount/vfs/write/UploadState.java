package io.tpmount.vfs.write;

import io.tpmount.vfs.store.StoreError;
import java.time.Instant;

/** Where a file stands on its way into the store. */
public sealed interface UploadState {
  /** The store has it. */
  record Clean() implements UploadState {}

  /** Changed, and still open for writing or within the write-back delay. */
  record Dirty() implements UploadState {}

  /** Its time has come; it waits for one of the places. */
  record Queued() implements UploadState {}

  /**
   * @param done bytes the store has, or that are on their way
   */
  record Uploading(long done) implements UploadState {}

  /** The last try failed; another follows. */
  record Failed(StoreError error, Instant nextTry) implements UploadState {}

  /** The store does not want it, and no retry heals that; a probe follows all the same. */
  record Refused(StoreError error, Instant nextTry) implements UploadState {}

  /** As the extended attribute {@code user.tpmount.state} shows it. */
  default String text() {
    return switch (this) {
      case Clean _ -> "clean";
      case Dirty _, Queued _ -> "dirty";
      case Uploading _ -> "uploading";
      case Failed(StoreError error, _) -> "failed: " + error.detail();
      case Refused(StoreError error, _) -> "failed: " + error.detail();
    };
  }
}
