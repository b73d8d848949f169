package io.tpmount.vfs.write;

import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Puts the content of one cache file into the store: in one request when small, else in parts read
 * straight from the cache file. The object is that of one moment or it is not made at all: a change
 * of the file ends its upload with {@link StoreError.SourceFailed}.
 */
final class Uploader {
  private final ObjectStore store;
  private final WriteOptions options;
  private final ByteBudget budget;

  Uploader(ObjectStore store, WriteOptions options, ByteBudget budget) {
    this.store = store;
    this.options = options;
    this.budget = budget;
  }

  /** Uploads all of the file, whose bytes must all be present. Runs on a virtual thread. */
  ObjectInfo upload(CacheFile file, PutOptions put) throws StoreException, InterruptedException {
    long generation = file.generation();
    long size = file.size();
    boolean onePart = size < options.uploadCutoff().bytes() || size <= options.partSize().bytes();
    return onePart
        ? Await.result(
            paidFor(size, () -> store.put(file.key(), part(file, 0, size, generation), put)))
        : uploadParts(file, size, generation, put);
  }

  private ObjectInfo uploadParts(CacheFile file, long size, long generation, PutOptions put)
      throws StoreException, InterruptedException {
    UploadId upload = Await.result(store.createUpload(file.key(), put));
    try {
      List<PartTag> parts = sendParts(file, size, generation, upload);
      // The last moment at which a torn object can be prevented.
      part(file, 0, 0, generation);
      return Await.result(store.completeUpload(upload, parts, put));
    } catch (StoreException | InterruptedException e) {
      var _ = store.abortUpload(upload);
      throw e;
    }
  }

  private List<PartTag> sendParts(CacheFile file, long size, long generation, UploadId upload)
      throws StoreException, InterruptedException {
    long partSize = PartSizes.of(size, options.partSize().bytes());
    Deque<CompletableFuture<PartTag>> underWay = new ArrayDeque<>();
    List<PartTag> done = new ArrayList<>();
    try {
      for (long offset = 0; offset < size; offset += partSize) {
        if (underWay.size() == options.uploadConcurrency()) {
          done.add(Await.result(underWay.remove()));
        }
        int number = (int) (offset / partSize) + 1;
        Body body = part(file, offset, Math.min(partSize, size - offset), generation);
        underWay.add(paidFor(body.length(), () -> store.uploadPart(upload, number, body)));
      }
      while (!underWay.isEmpty()) {
        done.add(Await.result(underWay.remove()));
      }
      return done;
    } finally {
      underWay.forEach(part -> part.cancel(true));
    }
  }

  private static Body part(CacheFile file, long offset, long length, long generation)
      throws StoreException {
    Body body = file.body(new ByteRange(offset, length));
    if (file.generation() != generation) {
      throw new StoreException(
          new StoreError.SourceFailed(
              new StoreError.Detail(
                  "upload of " + file.key(), "changed while being uploaded", Optional.empty())));
    }
    return body;
  }

  /** The client holds the body of a request in memory while it sends it. */
  private <T> CompletableFuture<T> paidFor(long bytes, Request<T> request)
      throws StoreException, InterruptedException {
    budget.takeWaiting(bytes);
    try {
      CompletableFuture<T> call = request.send();
      var _ = call.whenComplete((_, _) -> budget.give(bytes));
      return call;
    } catch (StoreException e) {
      budget.give(bytes);
      throw e;
    }
  }

  /** Something that sends a request. */
  private interface Request<T> {
    CompletableFuture<T> send() throws StoreException;
  }
}
