package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.time.Instant;
import java.util.Optional;

/** One entry of a {@link Sidecar}. Their order is the history of a dirty file. */
sealed interface SidecarRecord {
  /**
   * The first record: how the file stood when its sidecar was written.
   *
   * @param bootId the boot it was written in
   * @param base the version its clean bytes are of
   * @param baseLimit where the bytes of the base end; what lies behind is of this file alone
   * @param clean bytes of the base that are in the data file
   * @param dirty bytes below the limit that were written over
   */
  record Head(
      long bootId,
      ObjectKey key,
      Optional<ObjectInfo> base,
      long baseLimit,
      Ranges clean,
      Ranges dirty)
      implements SidecarRecord {}

  /** The file has another key. */
  record Renamed(ObjectKey key) implements SidecarRecord {}

  /** A range is about to be written: what is in it counts no more. */
  record Unclean(ByteRange range) implements SidecarRecord {}

  /** A range was written. */
  record Dirty(ByteRange range) implements SidecarRecord {}

  /** The file is about to be cut. */
  record Cutting(long size) implements SidecarRecord {}

  /** The file was cut. */
  record Cut(long size) implements SidecarRecord {}

  /**
   * The file has this time, unless the data file was changed since.
   *
   * @param dataChanged when the data file had changed last as the record was written
   */
  record Timed(Instant mtime, Instant dataChanged) implements SidecarRecord {}

  /** The store has an older content of the file, as this version. */
  record Rebased(ObjectInfo version) implements SidecarRecord {}

  /** The store has the content of the file, as this version: the file is clean. */
  record Stored(ObjectInfo version) implements SidecarRecord {}

  /** A multipart upload of the content began. */
  record UploadStarted(UploadId upload, ByteSize partSize) implements SidecarRecord {}

  /** A part of it is finished. */
  record PartUploaded(PartTag part) implements SidecarRecord {}

  /** It is of no use any more. */
  record UploadForgotten() implements SidecarRecord {}
}
