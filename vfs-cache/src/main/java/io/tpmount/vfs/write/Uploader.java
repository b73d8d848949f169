package io.tpmount.vfs.write;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Puts the content of one cache file into the store: in one request when small, else in parts read
 * straight from the cache file. The object is that of one moment or it is not made at all: a change
 * of the file ends its upload with {@link StoreError.SourceFailed}.
 */
final class Uploader {
  /** What every upload works with. */
  record Means(
      ObjectStore store,
      WriteOptions options,
      UploadMemory memory,
      UploadSweep sweep,
      Conflicts conflicts) {}

  private final Means means;

  Uploader(Means means) {
    this.means = means;
  }

  Places.Size sizeOf(long bytes) {
    boolean onePart =
        bytes < means.options().uploadCutoff().bytes()
            || bytes <= means.options().partSize().bytes();
    return onePart ? Places.Size.SMALL : Places.Size.BIG;
  }

  /** Uploads all of the content, fetching what it lacks of it. Runs on a virtual thread. */
  ObjectInfo upload(WriteBack.Source source, UploadContent content, PartUpload.Copies copies)
      throws StoreException, IOException, InterruptedException {
    if (sizeOf(content.size()) == Places.Size.BIG) {
      return new PartUpload(means, source, content).run(copies);
    }
    ByteRange all = new ByteRange(0, content.size());
    source.fetch(all);
    return means.conflicts().make(content, how -> put(content, all, how));
  }

  private CompletableFuture<ObjectInfo> put(UploadContent content, ByteRange all, PutOptions how)
      throws StoreException, InterruptedException {
    return means
        .memory()
        .send(content.body(all), body -> means.store().put(content.key(), body, how));
  }
}
