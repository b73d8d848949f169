package io.tpmount.s3;

import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Makes objects of bytes sent from here. */
final class Uploads {
  private final S3Bucket bucket;
  private final Heads heads;
  private final Executor readers;

  Uploads(S3Bucket bucket, Heads heads, Executor readers) {
    this.bucket = bucket;
    this.heads = heads;
    this.readers = readers;
  }

  ObjectInfo put(ObjectKey key, Body body, PutOptions options)
      throws StoreException, InterruptedException {
    Operation operation = bucket.upload("PutObject", key, body.length());
    PutObjectRequest request = putRequest(key, body, options);
    PutObjectResponse answer =
        conditional(
            options,
            () -> sendBody(operation, body, source -> bucket.client().putObject(request, source)));
    return new ObjectInfo(
        key,
        Answers.etag(operation.toString(), answer.eTag()),
        body.length(),
        Answers.date(answer),
        options.mtime());
  }

  UploadId create(ObjectKey key, PutOptions options) throws StoreException, InterruptedException {
    return create(
        key,
        CreateMultipartUploadRequest.builder()
            .contentType(options.contentType().orElse(null))
            .metadata(Mtimes.metadata(options.mtime())));
  }

  /** With all that can be told of another object. */
  UploadId createLike(ObjectKey key, HeadObjectResponse source)
      throws StoreException, InterruptedException {
    return create(
        key,
        CreateMultipartUploadRequest.builder()
            .contentType(source.contentType())
            .contentEncoding(source.contentEncoding())
            .contentDisposition(source.contentDisposition())
            .contentLanguage(source.contentLanguage())
            .cacheControl(source.cacheControl())
            .metadata(source.metadata()));
  }

  private UploadId create(ObjectKey key, CreateMultipartUploadRequest.Builder about)
      throws StoreException, InterruptedException {
    Operation operation = bucket.small("CreateMultipartUpload", key);
    CreateMultipartUploadRequest request =
        about.bucket(bucket.name()).key(bucket.keys().inBucket(key)).build();
    CreateMultipartUploadResponse answer =
        bucket
            .requests()
            .send(
                operation,
                allowance ->
                    Requests.await(bucket.client().createMultipartUpload(request), allowance));
    return new UploadId(key, Answers.present(operation.toString(), "UploadId", answer.uploadId()));
  }

  PartTag part(UploadId upload, int number, Body body) throws StoreException, InterruptedException {
    Operation operation = bucket.upload("UploadPart", upload.key(), body.length());
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(upload.key()))
            .uploadId(upload.value())
            .partNumber(number)
            .contentLength(body.length())
            .build();
    UploadPartResponse answer =
        sendBody(operation, body, source -> bucket.client().uploadPart(request, source));
    ETag etag = Answers.etag(operation.toString(), answer.eTag());
    return new PartTag(number, etag, body.length());
  }

  ObjectInfo complete(UploadId upload, List<PartTag> parts, PutOptions options)
      throws StoreException, InterruptedException {
    CompleteMultipartUploadRequest request = completeRequest(upload, parts, options);
    Completion.Wanted wanted = new Completion.Wanted(parts, options);
    return conditional(options, () -> new Completion(bucket, heads, request, upload, wanted).run());
  }

  /** A request under a condition. */
  @FunctionalInterface
  private interface Conditional<T> {
    T send() throws StoreException, InterruptedException;
  }

  /** S3 answers 404 when the version to be replaced is gone altogether. */
  private static <T> T conditional(PutOptions options, Conditional<T> request)
      throws StoreException, InterruptedException {
    try {
      return request.send();
    } catch (StoreException e) {
      boolean gone =
          options.condition() instanceof PutOptions.Condition.Is
              && e.error() instanceof StoreError.NotFound
              && !e.error().detail().message().contains("NoSuchUpload");
      throw gone ? new StoreException(new StoreError.PreconditionFailed(e.error().detail())) : e;
    }
  }

  private <T> T sendBody(
      Operation operation, Body body, Function<AsyncRequestBody, CompletableFuture<T>> request)
      throws StoreException, InterruptedException {
    return bucket
        .requests()
        .send(
            operation,
            allowance -> {
              BodyPublisher source = new BodyPublisher(body, readers);
              try {
                return Requests.await(request.apply(source), allowance);
              } catch (ExecutionException e) {
                throw source.failure().<Exception>map(f -> sourceFailed(operation, f)).orElse(e);
              }
            });
  }

  private static StoreException sourceFailed(Operation operation, Exception failure) {
    return new StoreException(
        new StoreError.SourceFailed(S3Errors.detail(operation.toString(), failure.toString())));
  }

  private PutObjectRequest putRequest(ObjectKey key, Body body, PutOptions options) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(key))
            .contentLength(body.length())
            .contentType(options.contentType().orElse(null))
            .metadata(Mtimes.metadata(options.mtime()));
    return switch (options.condition()) {
      case PutOptions.Condition.Always _ -> request.build();
      case PutOptions.Condition.Absent _ -> request.ifNoneMatch("*").build();
      case PutOptions.Condition.Is is -> request.ifMatch(ETags.quoted(is.etag())).build();
    };
  }

  private CompleteMultipartUploadRequest completeRequest(
      UploadId upload, List<PartTag> parts, PutOptions options) {
    List<CompletedPart> completed =
        parts.stream()
            .map(
                part ->
                    CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(ETags.quoted(part.etag()))
                        .build())
            .toList();
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(upload.key()))
            .uploadId(upload.value())
            .multipartUpload(all -> all.parts(completed));
    return switch (options.condition()) {
      case PutOptions.Condition.Always _ -> request.build();
      case PutOptions.Condition.Absent _ -> request.ifNoneMatch("*").build();
      case PutOptions.Condition.Is is -> request.ifMatch(ETags.quoted(is.etag())).build();
    };
  }
}
