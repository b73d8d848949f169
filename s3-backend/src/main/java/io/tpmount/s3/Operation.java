package io.tpmount.s3;

import java.time.Duration;

/**
 * One kind of request on one thing: for its time limit, its log line and its error's words.
 *
 * @param name S3's name of it
 * @param target bucket and key
 * @param bytes of the body sent or asked for
 * @param work how long the server may take over it
 */
record Operation(String name, String target, long bytes, Work work) {
  /** Slower than this is retried; the next attempt gets twice the time. */
  private static final long LEAST_BYTES_PER_SECOND = 512 << 10;

  /** What a server does before it answers. */
  enum Work {
    /** Looks something up, or sends bytes. */
    PROMPT,
    /** Takes bytes. */
    UPLOAD,
    /** Moves stored bytes, silently for as long as that takes. */
    LONG
  }

  static Operation small(String name, String target) {
    return new Operation(name, target, 0, Work.PROMPT);
  }

  static Operation download(String name, String target, long bytes) {
    return new Operation(name, target, bytes, Work.PROMPT);
  }

  static Operation upload(String name, String target, long bytes) {
    return new Operation(name, target, bytes, Work.UPLOAD);
  }

  static Operation serverSide(String name, String target) {
    return new Operation(name, target, 0, Work.LONG);
  }

  /** How long attempt {@code number}, counted from 1, may take. */
  Duration allowance(S3Timeouts timeouts, int number) {
    if (work == Work.LONG) {
      return timeouts.silence();
    }
    long transfer = (bytes / LEAST_BYTES_PER_SECOND) << Math.min(number - 1, 10);
    return timeouts.answer().plusSeconds(transfer);
  }

  @Override
  public String toString() {
    return name + " " + target;
  }
}
