package io.tpmount.vfs.cache;

import java.nio.ByteBuffer;

/** Numbers in seven bits a byte, the lowest first. */
final class Varint {
  static final int MAX_BYTES = 9;

  private Varint() {}

  /** Puts a number that is not negative. */
  static void put(ByteBuffer out, long value) {
    long rest = value;
    while (rest > 0x7F) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * @throws IllegalArgumentException when there is no number
   */
  static long get(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 7 * MAX_BYTES && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not a number");
  }
}
