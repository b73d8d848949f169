package io.tpmount.s3;

import java.time.Duration;

/**
 * How long the store waits for the other side.
 *
 * @param connect for a connection
 * @param answer for the answer to a small request; a transfer gets more, by its size, but not this
 *     long without a byte
 * @param silence for the answer to a copy or completion, on which a server may work silently
 */
public record S3Timeouts(Duration connect, Duration answer, Duration silence) {
  public static final S3Timeouts DEFAULT =
      new S3Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(5));

  public S3Timeouts {
    if (!connect.isPositive() || !answer.isPositive() || !silence.isPositive()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
  }
}
