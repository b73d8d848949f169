package io.tpmount.s3.testing.fast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.HttpHead;
import java.util.Optional;

/**
 * An answer ready to be sent.
 *
 * @param head without a Content-Length
 * @param text the body, unless there is content
 * @param content shared, released once sent
 */
record Reply(HttpHead head, String text, Optional<Content> content) {
  static Reply ok() {
    return of(HttpHead.answer(200, "OK"));
  }

  static Reply of(HttpHead head) {
    return new Reply(head, "", Optional.empty());
  }

  static Reply xml(String xml) {
    return new Reply(
        HttpHead.answer(200, "OK").with("Content-Type", "application/xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml,
        Optional.empty());
  }

  static Reply text(String text) {
    return new Reply(
        HttpHead.answer(200, "OK").with("Content-Type", "text/plain"), text, Optional.empty());
  }

  static Reply failure(S3Failure failure) {
    HttpHead head = HttpHead.answer(failure.status(), failure.code());
    return failure.status() == 304
        ? of(head)
        : new Reply(
            head.with("Content-Type", "application/xml"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + failure.code()
                + "</Code><Message>"
                + failure.code()
                + "</Message></Error>",
            Optional.empty());
  }

  Reply with(String name, String value) {
    return new Reply(head.with(name, value), text, content);
  }

  byte[] textBytes() {
    return text.getBytes(UTF_8);
  }

  long length() {
    return content.map(Content::length).orElseGet(() -> (long) textBytes().length);
  }
}
