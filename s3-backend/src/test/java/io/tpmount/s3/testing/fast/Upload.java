package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead.Header;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An unfinished multipart upload.
 *
 * @param kept the headers the object will have
 */
record Upload(
    String id, String key, Instant begun, List<Header> kept, NavigableMap<Integer, Part> parts) {
  /** A finished part. */
  record Part(int number, String etag, Content content, Instant lastModified) {}

  Upload(String id, String key, List<Header> kept) {
    this(id, key, Instant.now(), List.copyOf(kept), new ConcurrentSkipListMap<>());
  }

  Part add(int number, Content content) throws S3Failure {
    if (number < 1 || number > 10_000) {
      content.release();
      throw S3Failure.badRequest("InvalidArgument");
    }
    Part made = new Part(number, Bucket.nextEtag(), content, Instant.now());
    Part before = parts.put(number, made);
    if (before != null) {
      before.content().release();
    }
    return made;
  }

  void release() {
    parts.values().forEach(part -> part.content().release());
  }
}
