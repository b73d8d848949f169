package io.tpmount.vfs.engine;

import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.Names;

/**
 * What {@code df} shows of a bucket, which has no size: a petabyte, all of it free, as rclone shows
 * it.
 */
final class FsStats {
  private static final long BLOCK = 4096;
  private static final long BLOCKS = (1L << 50) / BLOCK;
  private static final long FILES = 1_000_000_000L;

  static final FsStat UNBOUNDED = new FsStat(BLOCK, BLOCKS, BLOCKS, FILES, FILES, Names.MAX_BYTES);

  private FsStats() {}
}
