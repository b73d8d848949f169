package io.tpmount.vfs.unit;

/**
 * A run of bytes in a file or object: {@code [offset, offset + length)}. May be empty.
 *
 * @param offset first byte, from 0
 * @param length number of bytes
 */
public record ByteRange(long offset, long length) {
  public ByteRange {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
  }

  public static ByteRange between(long start, long end) {
    return new ByteRange(start, end - start);
  }

  /** The byte after the last one. */
  public long end() {
    return offset + length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** This range without what lies at or past {@code end}; empty (at {@code end}) if all does. */
  public ByteRange clampTo(long end) {
    return between(Math.min(offset, end), Math.min(end(), end));
  }

  public boolean overlaps(ByteRange other) {
    return offset < other.end() && other.offset < end();
  }

  public boolean contains(ByteRange other) {
    return offset <= other.offset && other.end() <= end();
  }

  @Override
  public String toString() {
    return "[" + offset + "," + end() + ")";
  }
}
