package io.tpmount.vfs.write;

import java.util.Optional;

/**
 * One file that the store lacks something of.
 *
 * @param path its key, which is its path below the mount point
 * @param bytes of the file
 * @param done of them in the store already, or on their way
 * @param state never {@code Clean}
 */
public record FileUpload(String path, long bytes, long done, UploadState state) {
  static FileUpload of(WriteBack.Source source, UploadState state) {
    long done = state instanceof UploadState.Uploading uploading ? uploading.done() : 0;
    return new FileUpload(source.file().key().value(), source.file().size(), done, state);
  }

  /** What the store said, where the last try failed. */
  public Optional<String> error() {
    return switch (state) {
      case UploadState.Failed failed -> Optional.of(failed.error().detail().toString());
      case UploadState.Refused refused -> Optional.of(refused.error().detail().toString());
      case UploadState.Clean _,
          UploadState.Dirty _,
          UploadState.Queued _,
          UploadState.Uploading _ ->
          Optional.empty();
    };
  }
}
