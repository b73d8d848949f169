package io.tpmount.s3;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed request is tried again: exponential backoff with full jitter, so that many clients
 * of a store that comes back do not knock in step.
 *
 * @param maxAttempts requests in all, the first included
 * @param base upper limit of the first pause; each further limit is twice the one before
 * @param cap upper limit of any pause, also of one the store asked for
 * @param patience no further attempt once this much time has gone into the call
 */
public record RetrySchedule(int maxAttempts, Duration base, Duration cap, Duration patience) {
  public static final RetrySchedule DEFAULT =
      new RetrySchedule(12, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(3));

  public static final RetrySchedule NEVER =
      new RetrySchedule(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public RetrySchedule {
    if (maxAttempts < 1 || base.isNegative() || cap.compareTo(base) < 0 || patience.isNegative()) {
      throw new IllegalArgumentException("retry schedule");
    }
  }

  /**
   * The pause before the next attempt; empty to give up.
   *
   * @param failed attempts made so far, at least 1
   * @param elapsed time since the first began
   * @param retryAfter what the store asked for, a lower limit
   * @param random from 0 up to 1
   */
  Optional<Duration> pause(
      int failed, Duration elapsed, Optional<Duration> retryAfter, double random) {
    if (failed >= maxAttempts || elapsed.compareTo(patience) >= 0) {
      return Optional.empty();
    }
    Duration jittered = Duration.ofNanos((long) (random * limit(failed).toNanos()));
    return Optional.of(longer(jittered, shorter(retryAfter.orElse(Duration.ZERO), cap)));
  }

  private Duration limit(int failed) {
    // 2^30 times any useful base is past any useful cap, and does not overflow.
    return shorter(base.multipliedBy(1L << Math.min(failed - 1, 30)), cap);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
