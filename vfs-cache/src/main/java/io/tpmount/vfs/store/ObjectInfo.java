package io.tpmount.vfs.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What a store tells of one version of an object.
 *
 * @param key the object's key
 * @param etag the version's label
 * @param size bytes, not negative
 * @param lastModified when the store took it
 * @param mtime the {@code x-amz-meta-mtime} rclone writes, where the answer carried it (a listing
 *     never does)
 */
public record ObjectInfo(
    ObjectKey key, ETag etag, long size, Instant lastModified, Optional<Instant> mtime) {
  public ObjectInfo {
    if (size < 0) {
      throw new IllegalArgumentException("negative size of " + key);
    }
  }

  /** The time a file shows: the writer's where known, else the store's. */
  public Instant shownTime() {
    return mtime.orElse(lastModified);
  }
}
