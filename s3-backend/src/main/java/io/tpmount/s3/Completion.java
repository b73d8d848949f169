package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Makes the object of an upload's parts. When an answer gets lost, or says that it failed on the
 * way, the object is looked for before the request is repeated: repeated after a success it answers
 * that there is no such upload, or puts an object back that another has replaced since.
 */
final class Completion {
  private final S3Bucket bucket;
  private final Heads heads;
  private final UploadId upload;
  private final CompleteMultipartUploadRequest request;
  private final PutOptions options;
  private final long size;
  private boolean doubtful;

  Completion(
      S3Bucket bucket,
      Heads heads,
      CompleteMultipartUploadRequest request,
      UploadId upload,
      Wanted wanted) {
    this.bucket = bucket;
    this.heads = heads;
    this.request = request;
    this.upload = upload;
    this.options = wanted.options();
    this.size = wanted.parts().stream().mapToLong(PartTag::size).sum();
  }

  /** What the object is to be. */
  record Wanted(List<PartTag> parts, PutOptions options) {}

  ObjectInfo run() throws StoreException, InterruptedException {
    Operation operation = bucket.serverSide("CompleteMultipartUpload", upload.key());
    try {
      return bucket.requests().send(operation, allowance -> attempt(operation, allowance));
    } catch (StoreException e) {
      // The last attempt's own answer may have been lost, or have found the upload completed.
      Optional<ObjectInfo> made = mayBeMade(e.error()) ? made() : Optional.empty();
      return made.orElseThrow(() -> e);
    }
  }

  private ObjectInfo attempt(Operation operation, Duration allowance) throws Exception {
    if (doubtful) {
      Optional<ObjectInfo> made = made(allowance);
      if (made.isPresent()) {
        return made.get();
      }
    }
    doubtful = true;
    CompleteMultipartUploadResponse answer =
        Requests.await(bucket.client().completeMultipartUpload(request), allowance);
    ETag etag = Answers.etag(operation.toString(), answer.eTag());
    return new ObjectInfo(upload.key(), etag, size, Answers.date(answer), options.mtime());
  }

  private static boolean mayBeMade(StoreError error) {
    return error instanceof StoreError.Unavailable
        || error instanceof StoreError.BadAnswer
        || error instanceof StoreError.NotFound;
  }

  private Optional<ObjectInfo> made() throws InterruptedException {
    try {
      return Optional.of(heads.info(upload.key())).filter(this::isOurs);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** On the connection that the completion has already. */
  private Optional<ObjectInfo> made(Duration allowance)
      throws StoreException, ExecutionException, TimeoutException, InterruptedException {
    HeadObjectRequest head =
        HeadObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(upload.key()))
            .build();
    try {
      return Optional.of(
              heads.info(upload.key(), Requests.await(bucket.client().headObject(head), allowance)))
          .filter(this::isOurs);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof S3Exception answered && answered.statusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Times are exact to the nanosecond: another content of that size has another. */
  private boolean isOurs(ObjectInfo found) {
    boolean isReplaced =
        options.condition() instanceof PutOptions.Condition.Is(ETag old)
            && old.equals(found.etag());
    return found.size() == size
        && found.mtime().isPresent()
        && found.mtime().equals(options.mtime())
        && !isReplaced;
  }
}
