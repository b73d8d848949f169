package io.tpmount.s3.testing.fast;

/** An error answer of the S3 protocol. Expected, so it carries no stack trace. */
final class S3Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  S3Failure(int status, String code) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
  }

  static S3Failure noSuchKey() {
    return new S3Failure(404, "NoSuchKey");
  }

  static S3Failure noSuchUpload() {
    return new S3Failure(404, "NoSuchUpload");
  }

  static S3Failure failedCondition() {
    return new S3Failure(412, "PreconditionFailed");
  }

  static S3Failure badRequest(String code) {
    return new S3Failure(400, code);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
