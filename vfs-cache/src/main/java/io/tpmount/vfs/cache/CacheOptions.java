package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the disk cache lies and how much it may hold.
 *
 * @param directory the root of all caches of this machine's mounts; each bucket and prefix has its
 *     own folder below
 * @param maxSize limit of clean data in blocks really used; {@link ByteSize#UNLIMITED} for none
 * @param minFreeSpace kept free on the disk by evicting clean data
 * @param maxAge clean data not used for so long is dropped
 * @param reserve what dirty data leaves free at the least, on a small disk a tenth of it; only
 *     there a writer waits for uploads
 * @param waitForSpace how long it waits there before it fails
 */
public record CacheOptions(
    Path directory,
    ByteSize maxSize,
    ByteSize minFreeSpace,
    Duration maxAge,
    ByteSize reserve,
    Duration waitForSpace) {
  /** A writer does not wait. */
  public CacheOptions(
      Path directory, ByteSize maxSize, ByteSize minFreeSpace, Duration maxAge, ByteSize reserve) {
    this(directory, maxSize, minFreeSpace, maxAge, reserve, Duration.ZERO);
  }
}
