package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Deletes objects: many in one request where the store can, and one by one what such a request
 * can't name, leaves unconfirmed, or is refused for. Its checksum is not optional, and not every
 * store takes checksums.
 */
final class Deletes {
  private static final Logger LOG = LoggerFactory.getLogger(Deletes.class);

  /** S3's limit of one request. */
  private static final int BATCH = 1000;

  private static final int BATCHES_AT_ONCE = 4;
  private static final int SINGLES_AT_ONCE = 64;

  private final S3Bucket bucket;
  private final Calls calls;
  private final AtomicBoolean batchesRefused = new AtomicBoolean();

  Deletes(S3Bucket bucket, Calls calls) {
    this.bucket = bucket;
    this.calls = calls;
  }

  void one(ObjectKey key) throws StoreException, InterruptedException {
    DeleteObjectRequest request =
        DeleteObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(key))
            .build();
    Operation operation = bucket.small("DeleteObject", key);
    try {
      DeleteObjectResponse answer =
          bucket
              .requests()
              .send(
                  operation,
                  allowance -> Requests.await(bucket.client().deleteObject(request), allowance));
      Answers.demandNoWebPage(operation.toString(), answer);
    } catch (StoreException e) {
      if (!(e.error() instanceof StoreError.NotFound)) {
        throw e;
      }
    }
  }

  void all(List<ObjectKey> keys) throws StoreException, InterruptedException {
    List<List<ObjectKey>> batches =
        IntStream.range(0, Math.ceilDiv(keys.size(), BATCH))
            .mapToObj(i -> keys.subList(i * BATCH, Math.min((i + 1) * BATCH, keys.size())))
            .toList();
    throwFirst(calls.each("deleteAll", BATCHES_AT_ONCE, batches, this::batch));
  }

  private Optional<StoreException> batch(List<ObjectKey> keys) throws InterruptedException {
    try {
      Set<ObjectKey> rest = new HashSet<>(keys);
      rest.removeAll(confirmed(keys.stream().filter(key -> isXml(key.value())).toList()));
      throwFirst(calls.each("delete", SINGLES_AT_ONCE, List.copyOf(rest), this::failureOfOne));
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e);
    }
  }

  private Optional<StoreException> failureOfOne(ObjectKey key) throws InterruptedException {
    try {
      one(key);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e);
    }
  }

  private static void throwFirst(List<Optional<StoreException>> failures) throws StoreException {
    Optional<StoreException> first = failures.stream().flatMap(Optional::stream).findFirst();
    if (first.isPresent()) {
      throw first.get();
    }
  }

  /** Asks for a batch. What it returns is gone; the others may or may not be. */
  private Set<ObjectKey> confirmed(List<ObjectKey> keys)
      throws StoreException, InterruptedException {
    if (keys.size() < 2 || batchesRefused.get()) {
      return Set.of();
    }
    try {
      return deleteObjects(keys).deleted().stream()
          .map(DeletedObject::key)
          .flatMap(key -> bucket.keys().relative(key).stream())
          .map(ObjectKey::of)
          .collect(Collectors.toSet());
    } catch (StoreException e) {
      refused(e);
      return Set.of();
    }
  }

  private DeleteObjectsResponse deleteObjects(List<ObjectKey> keys)
      throws StoreException, InterruptedException {
    Operation operation =
        Operation.small("DeleteObjects", bucket.name() + ", " + keys.size() + " keys");
    List<ObjectIdentifier> objects =
        keys.stream()
            .map(key -> ObjectIdentifier.builder().key(bucket.keys().inBucket(key)).build())
            .toList();
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(bucket.name())
            .delete(Delete.builder().objects(objects).quiet(false).build())
            .build();
    return bucket
        .requests()
        .send(
            operation,
            allowance -> Requests.await(bucket.client().deleteObjects(request), allowance));
  }

  private void refused(StoreException e) throws StoreException {
    boolean refused =
        e.error() instanceof StoreError.BadRequest || e.error() instanceof StoreError.BadAnswer;
    if (!refused) {
      throw e;
    }
    if (batchesRefused.compareAndSet(false, true)) {
      LOG.info("The store takes no DeleteObjects; keys are deleted one by one: {}", e.getMessage());
    }
  }

  /** Whether XML 1.0 can carry the text unchanged, also through parsers that normalize lines. */
  static boolean isXml(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                c >= 0x20
                    && !(c >= 0x7f && c <= 0x9f)
                    && !(c >= 0xd800 && c <= 0xdfff)
                    && (c & 0xfffe) != 0xfffe);
  }
}
