package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead;

/** Who may ask. */
@FunctionalInterface
interface AccessCheck {
  void check(HttpHead head) throws S3Failure;

  /** Anyone. */
  AccessCheck NONE = head -> {};
}
