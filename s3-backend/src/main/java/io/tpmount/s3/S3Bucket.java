package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectKey;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * The bucket at the other end: what every kind of call needs.
 *
 * @param reader the client for ranged gets; hands over answers on threads of its own, as the other
 * @param client the client for everything else
 * @param name of the bucket
 * @param keys which of its keys are ours
 * @param requests the way to the wire
 * @param objects what objects made here are to be
 */
record S3Bucket(
    S3AsyncClient reader,
    S3AsyncClient client,
    String name,
    KeySpace keys,
    Requests requests,
    ObjectSettings objects) {
  Operation small(String operation, ObjectKey key) {
    return Operation.small(operation, target(key));
  }

  Operation download(String operation, ObjectKey key, long bytes) {
    return Operation.download(operation, target(key), bytes);
  }

  Operation upload(String operation, ObjectKey key, long bytes) {
    return Operation.upload(operation, target(key), bytes);
  }

  Operation serverSide(String operation, ObjectKey key) {
    return Operation.serverSide(operation, target(key));
  }

  String target(ObjectKey key) {
    return name + "/" + keys.inBucket(key);
  }
}
