package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.store.StoreError;

/** What a failure of the store means for a file-system call. */
final class StoreFailures {
  private StoreFailures() {}

  static VfsError toVfsError(StoreError error) {
    String what = error.detail().toString();
    return switch (error) {
      // The name was there when it was looked up, so its version is what is gone.
      case StoreError.NotFound _, StoreError.PreconditionFailed _ -> new VfsError.Stale(what);
      case StoreError.AccessDenied _ -> new VfsError.AccessDenied(what);
      case StoreError.NoSuchBucket _,
          StoreError.Throttled _,
          StoreError.Unavailable _,
          StoreError.BadRequest _,
          StoreError.BadAnswer _,
          StoreError.SinkFailed _,
          StoreError.SourceFailed _ ->
          new VfsError.Io(what);
    };
  }
}
