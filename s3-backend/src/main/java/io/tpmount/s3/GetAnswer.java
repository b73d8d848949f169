package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The head of the answer to a ranged get, found right before a byte of its body counts.
 *
 * @param info the object it is of
 * @param range the bytes that follow
 */
record GetAnswer(ObjectInfo info, ByteRange range) {
  /**
   * @param asked the range of the request
   * @param version the version the bytes must belong to
   */
  static GetAnswer check(
      String operation,
      ObjectKey key,
      ByteRange asked,
      Optional<ETag> version,
      GetObjectResponse response)
      throws StoreException {
    ContentRange content = contentRange(operation, response);
    if (!content.range().equals(asked.clampTo(content.size()))) {
      throw S3Errors.badAnswer(operation, "asked for " + asked + ", got " + content.range());
    }
    Long length = response.contentLength();
    if (length != null && length != content.range().length()) {
      throw S3Errors.badAnswer(operation, "length " + length + " for " + content.range());
    }
    ETag etag = Answers.etag(operation, response.eTag());
    if (version.isPresent() && !version.get().equals(etag)) {
      throw new StoreException(
          new StoreError.PreconditionFailed(
              S3Errors.detail(operation, "version " + etag + " instead of " + version.get())));
    }
    ObjectInfo info =
        new ObjectInfo(
            key,
            etag,
            content.size(),
            Answers.present(operation, "Last-Modified", response.lastModified()),
            Mtimes.of(response.metadata()));
    return new GetAnswer(info, content.range());
  }

  private static ContentRange contentRange(String operation, GetObjectResponse response)
      throws StoreException {
    int status = response.sdkHttpResponse().statusCode();
    Long length = response.contentLength();
    if (status == 200 && length != null && length > 0) {
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
