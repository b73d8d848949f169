package io.tpmount.vfs.write;

import io.tpmount.vfs.store.StoreError;

/** Where a file stands on its way into the store. */
public sealed interface UploadState {
  /** The store has it. */
  record Clean() implements UploadState {}

  /** Changed, and still open for writing or within the write-back delay. */
  record Dirty() implements UploadState {}

  record Uploading() implements UploadState {}

  /** The last try failed; another follows. */
  record Failed(StoreError error) implements UploadState {}

  /** As the extended attribute {@code user.tpmount.state} shows it. */
  default String text() {
    return switch (this) {
      case Clean _ -> "clean";
      case Dirty _ -> "dirty";
      case Uploading _ -> "uploading";
      case Failed(StoreError error) -> "failed: " + error.detail();
    };
  }
}
