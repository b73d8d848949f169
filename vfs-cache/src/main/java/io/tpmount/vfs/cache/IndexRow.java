package io.tpmount.vfs.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;

/**
 * What the index knows of one clean data file.
 *
 * @param id names the data file
 * @param version whose bytes it holds
 * @param present the bytes that are in it; not changed any more
 * @param allocated bytes of disk it takes
 * @param usedAt microseconds of the epoch when it was last opened or closed
 * @param bootId the boot it was last filled in; {@link BootId#SYNCED} once it is on stable storage
 * @param everSynced whether a power loss may bring back an older, synced state of the row
 */
record IndexRow(
    long id,
    Version version,
    Ranges present,
    long allocated,
    long usedAt,
    long bootId,
    boolean everSynced) {
  /** The same file with other bytes in it. */
  IndexRow with(Ranges nowPresent, long nowAllocated) {
    return new IndexRow(id, version, nowPresent, nowAllocated, usedAt, bootId, everSynced);
  }

  /** The present in the unit of {@link #usedAt}: fine enough that files fall into order. */
  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /**
   * Covers what says which bytes are whose: a bit that flipped on the disk must not show one file's
   * bytes as another's. SQLite itself checks only its structure.
   */
  long checksum() {
    CRC32C crc = new CRC32C();
    crc.update(version.key().value().getBytes(StandardCharsets.UTF_8));
    crc.update(0);
    crc.update(version.etag().value().getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(16).putLong(id).putLong(version.size()).flip());
    crc.update(present.encode());
    return crc.getValue();
  }
}
