package io.tpmount.s3;

import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies objects of any size: in one request where the store takes that, else in parts. */
final class LargeCopy {
  private final Calls calls;
  private final Heads heads;
  private final Copies copies;
  private final Uploads uploads;
  private final Pending pending;
  private final CopyLimits limits;

  LargeCopy(
      Calls calls,
      Heads heads,
      Copies copies,
      Uploads uploads,
      Pending pending,
      CopyLimits limits) {
    this.calls = calls;
    this.heads = heads;
    this.copies = copies;
    this.uploads = uploads;
    this.pending = pending;
    this.limits = limits;
  }

  ObjectInfo copy(CopySource source, ObjectKey target) throws StoreException, InterruptedException {
    if (source.size().isPresent() && !limits.needsParts(source.size().getAsLong())) {
      return copies.object(source, source.size().getAsLong(), target);
    }
    HeadObjectResponse head = heads.answer(source.key());
    ObjectInfo info = heads.info(source.key(), head);
    ETag version = source.version().orElse(info.etag());
    if (!version.equals(info.etag())) {
      throw changed(source.key(), version, info.etag());
    }
    CopySource exact =
        new CopySource(source.key(), Optional.of(version), OptionalLong.of(info.size()));
    ObjectInfo copied =
        limits.needsParts(info.size())
            ? inParts(exact, info, head, target)
            : copies.object(exact, info.size(), target);
    return new ObjectInfo(
        target, copied.etag(), copied.size(), copied.lastModified(), info.mtime());
  }

  private ObjectInfo inParts(
      CopySource source, ObjectInfo info, HeadObjectResponse head, ObjectKey target)
      throws StoreException, InterruptedException {
    UploadId upload = uploads.createLike(target, head);
    try {
      List<ByteRange> ranges = limits.parts(info.size());
      List<PartTag> parts =
          calls.each(
              "copyPart",
              limits.width(),
              IntStream.range(0, ranges.size()).boxed().toList(),
              index -> copies.part(upload, index + 1, source, ranges.get(index)));
      return uploads.complete(
          upload,
          parts,
          new PutOptions(info.mtime(), Optional.empty(), new PutOptions.Condition.Always()));
    } catch (StoreException | InterruptedException e) {
      abandon(upload);
      throw e;
    }
  }

  /** In a call of its own, for this one may be interrupted. */
  private void abandon(UploadId upload) {
    var _ =
        calls.start(
            "abortUpload",
            call -> {
              pending.abort(upload);
              return upload;
            });
  }

  private static StoreException changed(ObjectKey key, ETag asked, ETag found) {
    return new StoreException(
        new StoreError.PreconditionFailed(
            S3Errors.detail("CopyObject " + key, "version " + found + " instead of " + asked)));
  }
}
