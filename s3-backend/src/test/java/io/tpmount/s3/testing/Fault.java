package io.tpmount.s3.testing;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a {@link QuirkProxy} does to one request or its answer. */
public sealed interface Fault {
  /** The answer begins so much later. */
  record Delay(Duration time) implements Fault {}

  /** The answer's body comes no faster, on each connection by itself. */
  record Throttle(long bytesPerSecond) implements Fault {}

  /** The proxy answers; the server never hears of the request. */
  record Answer(Function<S3Request, CannedAnswer> answer) implements Fault {}

  /** The server does what was asked, and the connection is reset instead of an answer. */
  record LoseAnswer() implements Fault {}

  /** The answer's head is changed. */
  record EditHead(UnaryOperator<HttpHead> edit) implements Fault {}

  /** The connection is reset after so many bytes of the answer's body. */
  record ResetAfter(long bytes) implements Fault {}

  /** The connection ends in good order after so many bytes of the answer's body. */
  record CloseAfter(long bytes) implements Fault {}

  /** The body, and its Content-Length, are so many bytes shorter than Content-Range says. */
  record Shorten(long bytes) implements Fault {}

  /** The body, and its Content-Length, are so many bytes longer than was asked for. */
  record Lengthen(long bytes) implements Fault {}

  /** Nothing more comes after so many bytes of the body, until the latch is counted down. */
  record Stall(long bytes, CountDownLatch until) implements Fault {}

  /** An answer of the proxy's own that is the same for every request. */
  static Fault answer(CannedAnswer answer) {
    return new Answer(request -> answer);
  }

  /** 503 SlowDown. */
  static Fault slowDown() {
    return answer(CannedAnswer.error(503, "SlowDown"));
  }

  /** 206 without the range it is of. */
  static Fault withoutContentRange() {
    return new EditHead(head -> head.without("Content-Range"));
  }
}
