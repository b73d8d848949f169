package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;

/** The unit in which a disk gives and takes space. */
final class Blocks {
  static final long SIZE = 4096;

  private Blocks() {}

  /**
   * The whole blocks inside a range of a file; the last block of the file is whole where the file
   * ends. Empty when there is none.
   */
  static ByteRange inside(ByteRange range, long fileSize) {
    long start = up(range.offset());
    long end = range.end() == fileSize ? fileSize : range.end() / SIZE * SIZE;
    return ByteRange.between(start, Math.max(start, end));
  }

  /** The blocks that a range fills, to the end of the last. */
  static ByteRange around(ByteRange range) {
    return ByteRange.between(range.offset() / SIZE * SIZE, up(range.end()));
  }

  /** The least multiple of the unit that is not below {@code bytes}. */
  static long up(long bytes) {
    return (bytes + SIZE - 1) / SIZE * SIZE;
  }
}
