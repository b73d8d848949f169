package io.tpmount.cli.flag;

import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The disk cache. */
public final class CacheFlags {
  public static final Flag<String> CACHE_DIR =
      Flag.of(
          "--cache-dir",
          Grammar.DIRECTORY,
          Group.ESSENTIAL,
          "where cached files lie (default /var/cache/tpmount for root, else ~/.cache/tpmount)");
  static final Flag<ByteSize> MAX_SIZE =
      Flag.of(
              "--vfs-cache-max-size",
              Grammar.SIZE,
              Group.ESSENTIAL,
              "limit of cached data, in blocks really used")
          .or("off");
  static final Flag<ByteSize> MIN_FREE_SPACE =
      Flag.of(
              "--vfs-cache-min-free-space",
              Grammar.SIZE,
              Group.CACHE,
              "kept free on the cache's disk by dropping cached data")
          .or("5G");
  static final Flag<Duration> MAX_AGE =
      Flag.of(
              "--vfs-cache-max-age",
              Grammar.DURATION,
              Group.CACHE,
              "cached data not used for so long is dropped")
          .or("24h");

  static final Flag<Duration> WAIT_FOR_SPACE =
      Flag.of(
              "--vfs-write-wait-space",
              Grammar.DURATION,
              Group.CACHE,
              "a write waits so long for uploads to make room on a full cache disk")
          .or("1m");

  /** Dirty data passes the other limits down to this much free space. */
  private static final ByteSize RESERVE = ByteSize.ofGib(1);

  private CacheFlags() {}

  /**
   * @param directory the cache directory after its default has been worked out
   */
  public static CacheOptions options(FlagValues values, Path directory) {
    return new CacheOptions(
        directory,
        values.get(MAX_SIZE),
        offIsZero(values.get(MIN_FREE_SPACE)),
        values.get(MAX_AGE),
        RESERVE,
        values.get(WAIT_FOR_SPACE));
  }

  static List<Flag<?>> all() {
    return List.of(CACHE_DIR, MAX_SIZE, MIN_FREE_SPACE, MAX_AGE, WAIT_FOR_SPACE);
  }

  private static ByteSize offIsZero(ByteSize size) {
    return size.isUnlimited() ? ByteSize.ZERO : size;
  }
}
