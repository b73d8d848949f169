package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteSize;
import java.util.List;

/**
 * A multipart upload of a file's present content, as far as it is known to have come. A write to
 * the file forgets it.
 *
 * @param upload the store's name of it
 * @param partSize bytes of every part but the last
 * @param parts those finished, in the order reported
 */
public record UploadProgress(UploadId upload, ByteSize partSize, List<PartTag> parts) {
  public UploadProgress {
    parts = List.copyOf(parts);
  }
}
