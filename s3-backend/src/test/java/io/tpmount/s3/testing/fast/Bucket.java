package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead.Header;
import io.tpmount.vfs.store.ObjectKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The objects and unfinished uploads of one bucket. */
final class Bucket {
  private static final AtomicLong VERSIONS = new AtomicLong();

  private final NavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(ObjectKey.LIST_ORDER);
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /** A label that no other version has. */
  static String nextEtag() {
    return "fast-%012x".formatted(VERSIONS.incrementAndGet());
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }

  /** The object with its content shared, for the caller to release. */
  StoredObject acquire(String key) throws S3Failure {
    while (true) {
      StoredObject object = objects.get(key);
      if (object == null) {
        throw S3Failure.noSuchKey();
      }
      if (object.content().share()) {
        return object;
      }
    }
  }

  /** Makes an object of content that becomes the bucket's, if the condition holds. */
  StoredObject store(String key, Content content, List<Header> kept, Condition condition)
      throws S3Failure {
    return store(key, nextEtag(), content, kept, condition);
  }

  /** As above, under a given label: as in S3, a copy has the label of its source. */
  synchronized StoredObject store(
      String key, String etag, Content content, List<Header> kept, Condition condition)
      throws S3Failure {
    StoredObject before = objects.get(key);
    condition.checkWrite(before);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StoredObject made = new StoredObject(key, etag, now, content, kept);
    objects.put(key, made);
    if (before != null) {
      before.content().release();
    }
    return made;
  }

  synchronized void delete(String key) {
    StoredObject before = objects.remove(key);
    if (before != null) {
      before.content().release();
    }
  }

  Upload upload(String id, String key) throws S3Failure {
    Upload upload = uploads.get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw S3Failure.noSuchUpload();
    }
    return upload;
  }
}
