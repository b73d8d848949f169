package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All buckets, and where their bytes lie. Turns requests into replies. */
final class FastStore {
  private final Path directory;
  private final AtomicLong fileNames = new AtomicLong();
  private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
  private final ObjectCalls objects = new ObjectCalls(this);
  private final UploadCalls uploads = new UploadCalls(this, objects);

  FastStore(Path directory) {
    this.directory = directory;
  }

  Bucket bucket(S3Request request) throws S3Failure {
    return bucket(request.bucket());
  }

  Bucket bucket(String name) throws S3Failure {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new S3Failure(404, "NoSuchBucket");
    }
    return bucket;
  }

  Blob receive(InputStream body) throws IOException {
    return Blob.receive(body, directory, fileNames);
  }

  Reply answer(S3Request request, InputStream body) throws S3Failure, IOException {
    return switch (request.kind()) {
      case LIST -> Listings.page(bucket(request), request);
      case HEAD -> objects.head(request);
      case GET -> objects.get(request);
      case PUT -> objects.put(request, body);
      case COPY -> objects.copy(request);
      case CREATE_UPLOAD -> uploads.create(request);
      case UPLOAD_PART -> uploads.part(request, body);
      case COPY_PART -> uploads.copyPart(request);
      case COMPLETE_UPLOAD -> uploads.complete(request, body);
      case ABORT_UPLOAD -> uploads.abort(request);
      case LIST_PARTS -> uploads.listParts(request);
      case LIST_UPLOADS -> uploads.list(request);
      case DELETE -> objects.delete(request);
      case DELETE_MANY -> objects.deleteMany(request, body);
      case BUCKET -> ofBucket(request);
    };
  }

  private Reply ofBucket(S3Request request) throws S3Failure {
    return switch (request.head().method()) {
      case "PUT" -> createBucket(request.bucket());
      case "GET" -> request.bucket().isEmpty() ? listBuckets() : location(request);
      case "HEAD" -> {
        bucket(request);
        yield Reply.ok().with("x-amz-bucket-region", "us-east-1");
      }
      case "DELETE" -> deleteBucket(request);
      default -> throw new S3Failure(405, "MethodNotAllowed");
    };
  }

  private Reply createBucket(String name) throws S3Failure {
    if (buckets.putIfAbsent(name, new Bucket()) != null) {
      throw new S3Failure(409, "BucketAlreadyOwnedByYou");
    }
    return Reply.ok().with("Location", "/" + name);
  }

  private Reply deleteBucket(S3Request request) throws S3Failure {
    if (!bucket(request).objects().isEmpty()) {
      throw new S3Failure(409, "BucketNotEmpty");
    }
    buckets.remove(request.bucket());
    return Reply.of(HttpHead.answer(204, "No Content"));
  }

  private Reply location(S3Request request) throws S3Failure {
    bucket(request);
    return Reply.xml("<LocationConstraint>us-east-1</LocationConstraint>");
  }

  private Reply listBuckets() {
    StringBuilder xml = new StringBuilder("<ListAllMyBucketsResult><Buckets>");
    buckets
        .keySet()
        .forEach(
            name -> xml.append("<Bucket>").append(Xml.element("Name", name)).append("</Bucket>"));
    return Reply.xml(xml.append("</Buckets></ListAllMyBucketsResult>").toString());
  }
}
