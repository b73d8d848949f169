package io.tpmount.vfs.write;

import io.tpmount.vfs.store.StoreError;
import java.time.Duration;

/** When a failed upload is tried again. */
final class Retries {
  /** The longest wait between two tries: a store that is back is noticed within that. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** Between two probes of a store that refuses a file. */
  private static final Duration REFUSED = Duration.ofMinutes(1);

  private Retries() {}

  /** Doubles from one second on. */
  static Duration after(StoreError error, int failuresBefore) {
    if (isRefusal(error)) {
      return REFUSED;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(failuresBefore, 10));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  /** Whether no retry heals it: what the store answers is not that it can't, but that it won't. */
  static boolean isRefusal(StoreError error) {
    return switch (error) {
      case StoreError.AccessDenied _, StoreError.BadRequest _ -> true;
      case StoreError.NotFound _,
          StoreError.NoSuchBucket _,
          StoreError.PreconditionFailed _,
          StoreError.Throttled _,
          StoreError.Unavailable _,
          StoreError.BadAnswer _,
          StoreError.SinkFailed _,
          StoreError.SourceFailed _ ->
          false;
    };
  }
}
