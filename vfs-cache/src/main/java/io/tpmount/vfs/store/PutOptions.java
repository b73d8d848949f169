package io.tpmount.vfs.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What an upload says beside its bytes.
 *
 * @param mtime stored as {@code x-amz-meta-mtime}, float seconds, as rclone writes it
 * @param contentType the media type; empty for the store's default
 * @param condition what must hold of the key when the object is made
 */
public record PutOptions(
    Optional<Instant> mtime, Optional<String> contentType, Condition condition) {
  /** Neither time nor type nor condition. */
  public static final PutOptions NONE =
      new PutOptions(Optional.empty(), Optional.empty(), new Condition.Always());

  /** What must hold of the key, else {@link StoreError.PreconditionFailed} and nothing changes. */
  public sealed interface Condition {
    /** Last writer wins. */
    record Always() implements Condition {}

    /** Sent as {@code If-None-Match: *}. */
    record Absent() implements Condition {}

    /** Sent as {@code If-Match}. */
    record Is(ETag etag) implements Condition {}
  }

  /** The same under another condition. */
  public PutOptions under(Condition other) {
    return new PutOptions(mtime, contentType, other);
  }

  public static PutOptions withMtime(Instant mtime) {
    return new PutOptions(Optional.of(mtime), Optional.empty(), new Condition.Always());
  }
}
