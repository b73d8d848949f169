package io.tpmount.vfs.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one upload, read by position so that a retry can read them again and no copy has to
 * be held. Safe for concurrent reads.
 */
public interface Body {
  /** Bytes in all; does not change. */
  long length();

  /**
   * Fills {@code target} from {@code position} on.
   *
   * @return bytes read, at least 1 while position is below the length
   * @throws IOException the source can't be read, or has changed since the upload began: the upload
   *     fails with {@link StoreError.SourceFailed}, is not retried, and no object is made of it
   */
  int read(long position, ByteBuffer target) throws IOException;

  /** The bytes of an array, which must not change meanwhile. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer target) {
        int count = (int) Math.min(target.remaining(), bytes.length - position);
        target.put(bytes, (int) position, count);
        return count;
      }
    };
  }
}
