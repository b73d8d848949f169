package io.tpmount.vfs.write;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.store.Body;
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
 * @param generation of that content: a change of the file ends every read of it
 * @param sent bytes read for the first time
 */
record UploadContent(
    CacheFile file, PutOptions options, long size, long generation, AtomicLong sent) {
  static UploadContent of(CacheFile file, PutOptions options, AtomicLong sent) {
    // In this order: a change between the two ends the upload at its first read.
    long generation = file.generation();
    return new UploadContent(file, options, file.size(), generation, sent);
  }

  Body body(long offset, long length) throws StoreException {
    Body body = file.body(new ByteRange(offset, length));
    requireUnchanged();
    return new Counted(body, sent, new AtomicLong());
  }

  void requireUnchanged() throws StoreException {
    if (file.generation() != generation) {
      throw new StoreException(
          new StoreError.SourceFailed(
              new StoreError.Detail(
                  "upload of " + file.key(), "changed while being uploaded", Optional.empty())));
    }
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
