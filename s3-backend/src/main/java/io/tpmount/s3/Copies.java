package io.tpmount.s3;

import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Makes objects and parts of what the store holds, one request each. */
final class Copies {
  private final S3Bucket bucket;
  private final Conditions conditions;

  Copies(S3Bucket bucket, Conditions conditions) {
    this.bucket = bucket;
    this.conditions = conditions;
  }

  /**
   * Copies an object, metadata included.
   *
   * @param size of the source
   */
  ObjectInfo object(CopySource source, long size, ObjectKey target)
      throws StoreException, InterruptedException {
    Operation operation = bucket.serverSide("CopyObject", target);
    CopyObjectResponse answer =
        guarded(
            source,
            condition -> {
              CopyObjectRequest request = objectRequest(source, condition, target);
              return bucket
                  .requests()
                  .send(
                      operation,
                      allowance -> Requests.await(bucket.client().copyObject(request), allowance));
            });
    String name = operation.toString();
    CopyObjectResult result = Answers.present(name, "CopyObjectResult", answer.copyObjectResult());
    return new ObjectInfo(
        target,
        Answers.etag(name, result.eTag()),
        size,
        Optional.ofNullable(result.lastModified()).orElseGet(() -> Answers.date(answer)),
        Optional.empty());
  }

  PartTag part(UploadId upload, int number, CopySource source, ByteRange range)
      throws StoreException, InterruptedException {
    Operation operation = bucket.serverSide("UploadPartCopy", upload.key());
    UploadPartCopyResponse answer =
        guarded(
            source,
            condition -> {
              UploadPartCopyRequest request = partRequest(upload, number, source, condition, range);
              return bucket
                  .requests()
                  .send(
                      operation,
                      allowance ->
                          Requests.await(bucket.client().uploadPartCopy(request), allowance));
            });
    String name = operation.toString();
    CopyPartResult result = Answers.present(name, "CopyPartResult", answer.copyPartResult());
    return new PartTag(number, Answers.etag(name, result.eTag()), range.length());
  }

  /** A request that takes the version to demand. */
  @FunctionalInterface
  private interface Guarded<T> {
    T send(Optional<ETag> condition) throws StoreException, InterruptedException;
  }

  private <T> T guarded(CopySource source, Guarded<T> request)
      throws StoreException, InterruptedException {
    if (source.version().isEmpty()) {
      return request.send(Optional.empty());
    }
    ETag version = source.version().get();
    try {
      // Without a condition the version is compared before, for the answer does not name it.
      if (conditions.mayBeSent() || !conditions.refusedWrongly(source.key(), version)) {
        return met(request.send(source.version()));
      }
    } catch (StoreException e) {
      if (!(e.error() instanceof StoreError.PreconditionFailed)
          || !conditions.refusedWrongly(source.key(), version)) {
        throw e;
      }
    }
    return request.send(Optional.empty());
  }

  private <T> T met(T answer) {
    conditions.met();
    return answer;
  }

  private CopyObjectRequest objectRequest(
      CopySource source, Optional<ETag> condition, ObjectKey target) {
    return CopyObjectRequest.builder()
        .sourceBucket(bucket.name())
        .sourceKey(bucket.keys().inBucket(source.key()))
        .copySourceIfMatch(condition.map(ETags::quoted).orElse(null))
        .destinationBucket(bucket.name())
        .destinationKey(bucket.keys().inBucket(target))
        .build();
  }

  private UploadPartCopyRequest partRequest(
      UploadId upload, int number, CopySource source, Optional<ETag> condition, ByteRange range) {
    return UploadPartCopyRequest.builder()
        .sourceBucket(bucket.name())
        .sourceKey(bucket.keys().inBucket(source.key()))
        .copySourceIfMatch(condition.map(ETags::quoted).orElse(null))
        .copySourceRange("bytes=" + range.offset() + "-" + (range.end() - 1))
        .destinationBucket(bucket.name())
        .destinationKey(bucket.keys().inBucket(upload.key()))
        .uploadId(upload.value())
        .partNumber(number)
        .build();
  }
}
