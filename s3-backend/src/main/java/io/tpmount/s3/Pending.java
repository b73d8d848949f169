package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Looks at and ends unfinished multipart uploads. */
final class Pending {
  private final S3Bucket bucket;

  Pending(S3Bucket bucket) {
    this.bucket = bucket;
  }

  void abort(UploadId upload) throws StoreException, InterruptedException {
    AbortMultipartUploadRequest request =
        AbortMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(upload.key()))
            .uploadId(upload.value())
            .build();
    Operation operation = bucket.small("AbortMultipartUpload", upload.key());
    try {
      AbortMultipartUploadResponse answer =
          bucket
              .requests()
              .send(
                  operation,
                  allowance ->
                      Requests.await(bucket.client().abortMultipartUpload(request), allowance));
      Answers.demandNoWebPage(operation.toString(), answer);
    } catch (StoreException e) {
      if (!(e.error() instanceof StoreError.NotFound)) {
        throw e;
      }
    }
  }

  List<PartTag> parts(UploadId upload) throws StoreException, InterruptedException {
    Operation operation = bucket.small("ListParts", upload.key());
    List<PartTag> parts = new ArrayList<>();
    int marker = 0;
    while (true) {
      ListPartsResponse page = partsPage(operation, upload, marker);
      for (Part part : page.parts()) {
        parts.add(partTag(operation, part));
      }
      if (!Answers.present(operation.toString(), "IsTruncated", page.isTruncated())) {
        return List.copyOf(parts);
      }
      marker = nextMarker(operation, marker, page.nextPartNumberMarker());
    }
  }

  List<UploadId> uploads(String prefix) throws StoreException, InterruptedException {
    Operation operation =
        Operation.small(
            "ListMultipartUploads", bucket.name() + "/" + bucket.keys().inBucket(prefix));
    List<UploadId> uploads = new ArrayList<>();
    Marker marker = Marker.START;
    while (true) {
      ListMultipartUploadsResponse page = uploadsPage(operation, prefix, marker);
      collect(page.uploads(), prefix, uploads);
      if (!Answers.present(operation.toString(), "IsTruncated", page.isTruncated())) {
        return List.copyOf(uploads);
      }
      marker = marker.next(operation, page);
    }
  }

  /** Where a page of uploads begins; neither part at the start. */
  private record Marker(String key, String id) {
    static final Marker START = new Marker(null, null);

    Marker next(Operation operation, ListMultipartUploadsResponse page) throws StoreException {
      Marker next = new Marker(page.nextKeyMarker(), page.nextUploadIdMarker());
      if (next.key == null || next.equals(this)) {
        throw S3Errors.badAnswer(operation.toString(), "truncated listing without next marker");
      }
      return next;
    }
  }

  private ListPartsResponse partsPage(Operation operation, UploadId upload, int marker)
      throws StoreException, InterruptedException {
    ListPartsRequest request =
        ListPartsRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(upload.key()))
            .uploadId(upload.value())
            .partNumberMarker(marker == 0 ? null : marker)
            .build();
    return bucket
        .requests()
        .send(
            operation, allowance -> Requests.await(bucket.client().listParts(request), allowance));
  }

  private static PartTag partTag(Operation operation, Part part) throws StoreException {
    String name = operation.toString();
    return new PartTag(
        Answers.present(name, "PartNumber", part.partNumber()),
        Answers.etag(name, part.eTag()),
        Answers.present(name, "Size", part.size()));
  }

  private static int nextMarker(Operation operation, int marker, Integer next)
      throws StoreException {
    if (next == null || next <= marker) {
      throw S3Errors.badAnswer(operation.toString(), "truncated listing without next marker");
    }
    return next;
  }

  private ListMultipartUploadsResponse uploadsPage(
      Operation operation, String prefix, Marker marker)
      throws StoreException, InterruptedException {
    ListMultipartUploadsRequest request =
        ListMultipartUploadsRequest.builder()
            .bucket(bucket.name())
            .prefix(bucket.keys().inBucket(prefix))
            .encodingType(EncodingType.URL)
            .keyMarker(marker.key())
            .uploadIdMarker(marker.id())
            .build();
    return bucket
        .requests()
        .send(
            operation,
            allowance -> Requests.await(bucket.client().listMultipartUploads(request), allowance));
  }

  /** Some stores list the uploads of the whole bucket whatever the prefix. */
  private void collect(List<MultipartUpload> page, String prefix, List<UploadId> into) {
    String asked = bucket.keys().inBucket(prefix);
    for (MultipartUpload upload : page) {
      if (upload.key().startsWith(asked)) {
        String key = upload.key().substring(bucket.keys().prefix().length());
        into.add(new UploadId(ObjectKey.of(key), upload.uploadId()));
      }
    }
  }
}
