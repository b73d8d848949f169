package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;

/** The unit in which a disk gives and takes space. */
final class Blocks {
  static final long SIZE = 4096;

  private Blocks() {}

  /** The whole blocks inside a range; empty when there is none. */
  static ByteRange inside(ByteRange range) {
    long start = (range.offset() + SIZE - 1) / SIZE * SIZE;
    long end = range.end() / SIZE * SIZE;
    return ByteRange.between(start, Math.max(start, end));
  }
}
