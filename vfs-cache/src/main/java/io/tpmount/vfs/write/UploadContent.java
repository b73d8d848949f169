package io.tpmount.vfs.write;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.UploadMoment;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one upload sends: a file as it is at one moment.
 *
 * @param key under which, also when the file has got another meanwhile
 * @param moment a change of what it had ends every read of it
 * @param sent bytes read for the first time, or copied
 */
record UploadContent(
    ObjectKey key, CacheFile file, PutOptions options, UploadMoment moment, AtomicLong sent) {
  long size() {
    return moment.size();
  }

  long generation() {
    return moment.generation();
  }

  /** A range of the file; all of it must be there. */
  Body body(ByteRange range) throws StoreException {
    Body body = file.body(moment, range);
    requireUnchanged();
    return new Counted(body, sent, new AtomicLong());
  }

  void requireUnchanged() throws StoreException {
    if (!file.isIntact(moment)) {
      throw new StoreException(
          new StoreError.SourceFailed(
              new StoreError.Detail(
                  "upload of " + file.key(), "changed while being uploaded", Optional.empty())));
    }
  }

  /** What the store has under the key. */
  Optional<ObjectInfo> found(ObjectStore store) throws StoreException, InterruptedException {
    try {
      return Optional.of(Await.result(store.head(key)));
    } catch (StoreException e) {
      if (e.error() instanceof StoreError.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether that object is this content: its time is exact to the nanosecond. */
  boolean isMadeAs(ObjectInfo object) {
    return object.size() == size()
        && object.mtime().isPresent()
        && object.mtime().equals(options.mtime())
        && file.base().filter(base -> base.etag().equals(object.etag())).isEmpty();
  }

  /** Where the store has the bytes of a range already; nowhere for a file that was renamed. */
  Optional<ObjectInfo> copyOf(ByteRange range) {
    boolean same =
        moment.ofBase().stream()
            .anyMatch(known -> known.offset() <= range.offset() && range.end() <= known.end());
    return file.base().filter(base -> same && base.key().equals(file.key()));
  }

  /** Counts each byte once, however often a retry reads it. */
  private record Counted(Body body, AtomicLong sent, AtomicLong end) implements Body {
    @Override
    public long length() {
      return body.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      int count = body.read(position, target);
      long before = end.getAndAccumulate(position + count, Math::max);
      sent.addAndGet(Math.max(0, position + count - before));
      return count;
    }
  }
}
