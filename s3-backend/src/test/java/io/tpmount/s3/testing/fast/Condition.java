package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead;
import java.util.Optional;

/** The conditional headers of a request, judged by the object they meet. */
final class Condition {
  private final Optional<String> match;
  private final Optional<String> noneMatch;

  private Condition(Optional<String> match, Optional<String> noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  static Condition of(HttpHead head) {
    return new Condition(head.header("If-Match"), head.header("If-None-Match"));
  }

  static Condition ofCopySource(HttpHead head) {
    return new Condition(
        head.header("x-amz-copy-source-if-match"), head.header("x-amz-copy-source-if-none-match"));
  }

  /** Whether a write may replace that object; null when there is none. */
  void checkWrite(StoredObject before) throws S3Failure {
    if (match.isPresent() && before == null) {
      throw S3Failure.noSuchKey();
    }
    if (match.isPresent() && !names(match.get(), before)) {
      throw S3Failure.failedCondition();
    }
    if (noneMatch.isPresent() && before != null && names(noneMatch.get(), before)) {
      throw S3Failure.failedCondition();
    }
  }

  void checkRead(StoredObject object) throws S3Failure {
    if (match.isPresent() && !names(match.get(), object)) {
      throw S3Failure.failedCondition();
    }
    if (noneMatch.isPresent() && names(noneMatch.get(), object)) {
      throw new S3Failure(304, "NotModified");
    }
  }

  private static boolean names(String condition, StoredObject object) {
    return condition.equals("*") || condition.replace("\"", "").equals(object.etag());
  }
}
