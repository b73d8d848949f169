package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Checks the head of the answer to a ranged get, before a byte of its body counts. */
final class GetHead {
  private GetHead() {}

  /**
   * Tells of what object the body is.
   *
   * @param asked the range of the request
   * @param version the version the bytes must belong to
   */
  static ObjectInfo check(
      String operation,
      ObjectKey key,
      ByteRange asked,
      Optional<ETag> version,
      GetObjectResponse response)
      throws StoreException {
    ContentRange content = contentRange(operation, response);
    Long length = response.contentLength();
    if (!content.range().equals(asked) || (length != null && length != asked.length())) {
      throw S3Errors.badAnswer(
          operation, "asked for " + asked + ", got " + content + " of length " + length);
    }
    ETag etag = Answers.etag(operation, response.eTag());
    if (version.isPresent() && !version.get().equals(etag)) {
      throw new StoreException(
          new StoreError.PreconditionFailed(
              S3Errors.detail(operation, "version " + etag + " instead of " + version.get())));
    }
    return new ObjectInfo(
        key,
        etag,
        content.size(),
        Answers.present(operation, "Last-Modified", response.lastModified()),
        Mtimes.of(response.metadata()));
  }

  /** A server that ignores ranges is right only where the whole object was asked for. */
  private static ContentRange contentRange(String operation, GetObjectResponse response)
      throws StoreException {
    int status = response.sdkHttpResponse().statusCode();
    Long length = response.contentLength();
    if (status == 200 && length != null && length >= 0) {
      return new ContentRange(new ByteRange(0, length), length);
    }
    if (status != 206) {
      throw S3Errors.badAnswer(operation, "HTTP status " + status + " for a range");
    }
    return ContentRange.parse(response.contentRange())
        .orElseThrow(
            () -> S3Errors.badAnswer(operation, "Content-Range " + response.contentRange()));
  }
}
