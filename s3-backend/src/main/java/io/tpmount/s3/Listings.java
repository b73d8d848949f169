package io.tpmount.s3;

import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.StoreException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Lists keys, a page a request. */
final class Listings {
  private final S3Bucket bucket;

  Listings(S3Bucket bucket) {
    this.bucket = bucket;
  }

  ListPage page(ListRequest request) throws StoreException, InterruptedException {
    Operation operation =
        Operation.small(
            "ListObjectsV2", bucket.name() + "/" + bucket.keys().inBucket(request.prefix()));
    ListObjectsV2Request asked = ask(request);
    ListAnswer answer = new ListAnswer(operation.toString(), bucket.keys(), request);
    return bucket
        .requests()
        .send(
            operation,
            allowance ->
                answer.page(Requests.await(bucket.client().listObjectsV2(asked), allowance)));
  }

  private ListObjectsV2Request ask(ListRequest request) {
    ListObjectsV2Request.Builder ask =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(bucket.keys().inBucket(request.prefix()))
            .maxKeys(request.maxKeys())
            // Keys may hold characters that XML can't.
            .encodingType(EncodingType.URL);
    request.continuation().ifPresent(ask::continuationToken);
    request.startAfter().map(bucket.keys()::inBucket).ifPresent(ask::startAfter);
    return switch (request.shape()) {
      case ONE_LEVEL -> ask.delimiter("/").build();
      case FLAT -> ask.build();
    };
  }
}
