package io.tpmount.vfs.write;

import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;

/**
 * Puts the content of one cache file into the store: in one request when small, else in parts read
 * straight from the cache file. The object is that of one moment or it is not made at all: a change
 * of the file ends its upload with {@link StoreError.SourceFailed}.
 */
final class Uploader {
  private final ObjectStore store;
  private final WriteOptions options;
  private final UploadMemory memory;
  private final UploadSweep sweep;
  private final LastRequest last;

  Uploader(
      ObjectStore store,
      WriteOptions options,
      ByteBudget budget,
      UploadSweep sweep,
      LastRequest last) {
    this.store = store;
    this.options = options;
    this.memory = new UploadMemory(budget);
    this.sweep = sweep;
    this.last = last;
  }

  Places.Size sizeOf(long bytes) {
    boolean onePart = bytes < options.uploadCutoff().bytes() || bytes <= options.partSize().bytes();
    return onePart ? Places.Size.SMALL : Places.Size.BIG;
  }

  /** Uploads all of the content, fetching what it lacks of it. Runs on a virtual thread. */
  ObjectInfo upload(WriteBack.Source source, UploadContent content, PartUpload.Copies copies)
      throws StoreException, IOException, InterruptedException {
    if (sizeOf(content.size()) == Places.Size.BIG) {
      return new PartUpload(store, options, memory, sweep, last, source, content).run(copies);
    }
    ByteRange all = new ByteRange(0, content.size());
    source.fetch(all);
    return last.await(
        memory.send(
            content.body(all), body -> store.put(content.file().key(), body, content.options())));
  }
}
