package io.tpmount.vfs.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server-side copy reads.
 *
 * @param key the source
 * @param version sent as {@code x-amz-copy-source-if-match}; empty for whatever is there
 * @param size bytes of that version where the caller knows them; the store has to ask otherwise,
 *     for the answer to a copy does not tell and large objects are copied in parts
 */
public record CopySource(ObjectKey key, Optional<ETag> version, OptionalLong size) {
  /** Of unknown size. */
  public CopySource(ObjectKey key, Optional<ETag> version) {
    this(key, version, OptionalLong.empty());
  }

  /** Exactly what a listing or an earlier answer told of. */
  public static CopySource of(ObjectInfo info) {
    return new CopySource(info.key(), Optional.of(info.etag()), OptionalLong.of(info.size()));
  }
}
