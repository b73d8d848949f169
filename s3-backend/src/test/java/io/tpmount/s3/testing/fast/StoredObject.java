package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead.Header;
import java.time.Instant;
import java.util.List;

/**
 * One version of an object.
 *
 * @param etag without quotes; a label, no checksum
 * @param kept the headers that come back with the object: its type and metadata
 */
record StoredObject(
    String key, String etag, Instant lastModified, Content content, List<Header> kept) {
  StoredObject {
    kept = List.copyOf(kept);
  }
}
