package io.tpmount.s3;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * What all calls of a store together may spend on retries, so that a dead store is not hammered. It
 * paces retries and refuses none: whether a wait is worth while is the {@link RetrySchedule}'s to
 * say.
 */
final class RetryBudget {
  private static final int PER_SECOND = 50;
  private static final int BURST = 200;

  private final Bucket bucket =
      Bucket.builder()
          .addLimit(limit -> limit.capacity(BURST).refillGreedy(PER_SECOND, Duration.ofSeconds(1)))
          .build();

  /** Takes one retry and tells how long it has to wait for that. */
  Duration take() {
    return Duration.ofNanos(bucket.consumeIgnoringRateLimits(1));
  }
}
