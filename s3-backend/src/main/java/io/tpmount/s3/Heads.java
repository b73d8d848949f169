package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Asks what is there under a key. */
final class Heads {
  private final S3Bucket bucket;

  Heads(S3Bucket bucket) {
    this.bucket = bucket;
  }

  ObjectInfo info(ObjectKey key) throws StoreException, InterruptedException {
    return info(key, answer(key));
  }

  HeadObjectResponse answer(ObjectKey key) throws StoreException, InterruptedException {
    HeadObjectRequest request =
        HeadObjectRequest.builder().bucket(bucket.name()).key(bucket.keys().inBucket(key)).build();
    return bucket
        .requests()
        .send(
            bucket.small("HeadObject", key),
            allowance -> Requests.await(bucket.client().headObject(request), allowance));
  }

  ObjectInfo info(ObjectKey key, HeadObjectResponse answer) throws StoreException {
    String operation = bucket.small("HeadObject", key).toString();
    return new ObjectInfo(
        key,
        Answers.etag(operation, answer.eTag()),
        Answers.present(operation, "Content-Length", answer.contentLength()),
        Answers.present(operation, "Last-Modified", answer.lastModified()),
        Mtimes.of(answer.metadata()));
  }
}
