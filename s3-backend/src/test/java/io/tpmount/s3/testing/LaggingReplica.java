package io.tpmount.s3.testing;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A second bucket beside the real one: reads go there, everything else to the real one, and {@link
 * #catchUp} copies over what has changed. So reads are consistent among themselves and late.
 */
final class LaggingReplica implements AutoCloseable {
  private static final Set<Kind> READS = EnumSet.of(Kind.GET, Kind.HEAD, Kind.LIST);

  private final S3Client s3;
  private final String bucket;
  private final String replica;

  private LaggingReplica(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
    this.replica = bucket + "-replica";
  }

  static LaggingReplica of(S3Server server, String bucket) {
    LaggingReplica made = new LaggingReplica(TestS3Client.connect(server), bucket);
    if (made.s3.listBuckets().buckets().stream().noneMatch(b -> b.name().equals(made.replica))) {
      made.s3.createBucket(request -> request.bucket(made.replica));
    }
    made.catchUp();
    return made;
  }

  HttpHead route(S3Request request) {
    HttpHead head = request.head();
    boolean late = READS.contains(request.kind()) && request.bucket().equals(bucket);
    return late ? head.withTarget(head.target().replaceFirst(bucket, replica)) : head;
  }

  synchronized void catchUp() {
    Map<String, String> real = versions(bucket);
    Map<String, String> late = versions(replica);
    for (String key : late.keySet()) {
      if (!real.containsKey(key)) {
        s3.deleteObject(request -> request.bucket(replica).key(key));
      }
    }
    real.forEach(
        (key, etag) -> {
          if (!etag.equals(late.get(key))) {
            copy(key);
          }
        });
  }

  private void copy(String key) {
    s3.copyObject(
        request ->
            request
                .sourceBucket(bucket)
                .sourceKey(key)
                .destinationBucket(replica)
                .destinationKey(key));
  }

  private Map<String, String> versions(String of) {
    Map<String, String> versions = new HashMap<>();
    for (S3Object object : s3.listObjectsV2Paginator(request -> request.bucket(of)).contents()) {
      versions.put(object.key(), object.eTag());
    }
    return versions;
  }

  @Override
  public void close() {
    s3.close();
  }
}
