package io.tpmount.vfs.write;

import io.tpmount.vfs.store.PartTag;

/** How large the parts of an upload are. */
final class PartSizes {
  /** Below the store's limit of parts, because a file may have grown since its size was asked. */
  private static final long MOST_PARTS = 9_000;

  private PartSizes() {}

  /** The wished size, or as much more as the whole needs; never less than the store accepts. */
  static long of(long fileSize, long wished) {
    long needed = (fileSize + MOST_PARTS - 1) / MOST_PARTS;
    return Math.max(Math.max(wished, needed), PartTag.MIN_SIZE);
  }
}
