package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.util.Arrays;

/**
 * How files are cut into pieces that are dropped one at a time: small enough that what a file is
 * wanted for stays while the rest goes, large enough that a full disk of them can be remembered.
 *
 * @param size of one, a power of two
 */
record Extents(long size) {
  private static final long LEAST = 1 << 20;
  private static final long MOST = 16 << 20;

  /** A small cache is not emptied by dropping one piece. */
  static Extents forLimit(ByteSize maxSize) {
    return new Extents(Math.clamp(Long.highestOneBit(maxSize.bytes() / 64), LEAST, MOST));
  }

  ByteRange range(int extent) {
    return new ByteRange(extent * size, size);
  }

  /** The extents that a range touches, in order. */
  int[] of(ByteRange range) {
    if (range.isEmpty()) {
      return new int[0];
    }
    int first = (int) (range.offset() / size);
    int[] touched = new int[(int) ((range.end() - 1) / size) - first + 1];
    Arrays.setAll(touched, i -> first + i);
    return touched;
  }

  /** What of a range lies in an extent. */
  long overlap(ByteRange range, int extent) {
    long start = Math.max(range.offset(), extent * size);
    return Math.max(0, Math.min(range.end(), (extent + 1) * size) - start);
  }
}
