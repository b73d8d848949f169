package io.tpmount.vfs.store;

import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;

/**
 * A ranged read of one version.
 *
 * @param key what to read
 * @param range not empty, and wholly inside the object
 * @param version the version the bytes must belong to; empty for whatever is there (all bytes of
 *     one call then still belong to one version)
 */
public record GetRequest(ObjectKey key, ByteRange range, Optional<ETag> version) {
  public GetRequest {
    if (range.isEmpty()) {
      throw new IllegalArgumentException("empty range of " + key);
    }
  }
}
