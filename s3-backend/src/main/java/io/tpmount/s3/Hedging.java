package io.tpmount.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * When a get is so much slower than its peers that a second one shall race it. Pure: no clock, no
 * threads; safe for concurrent calls.
 */
final class Hedging {
  /*
   * Of many gets a few are slow for reasons that have nothing to do with what they ask for: a busy server behind the
   * load balancer, a lost packet. A read waits for the slowest of its parts, so those few decide how long it takes.
   * Asked again, such a part comes as fast as most do.
   *
   * Slow is what takes twice as long as 95 of 100 of the last gets of about the same size. Twice, because when a whole
   * store slows down, the quantile follows within some dozens of gets, and until then nothing must be asked twice that
   * is about to come. And because that is a guess, second requests are a bounded share of all: each get earns a little,
   * each second request costs one. A store that is overloaded sees a few per cent more, not twice as much.
   */

  private static final int REMEMBERED = 128;

  /** Fewer gets say nothing of the usual time. */
  private static final int LEAST = 32;

  private static final double QUANTILE = 0.95;

  /** No get is slow before: a second request costs the server more than this costs the reader. */
  private static final Duration LEAST_PATIENCE = Duration.ofMillis(50);

  /** Second requests in a row, after a quiet time. */
  private static final double BURST = 8;

  /** Sizes are told apart by powers of two. */
  private static final int SIZES = 64;

  private final double share;
  private final Times[] times = new Times[SIZES];

  @GuardedBy("this")
  private double earned = BURST;

  /** The last times of one size, in a ring. */
  private static final class Times {
    private final long[] nanos = new long[REMEMBERED];
    private int count;

    void add(long time) {
      nanos[count++ % REMEMBERED] = time;
    }

    Optional<Duration> usual() {
      if (count < LEAST) {
        return Optional.empty();
      }
      long[] sorted = Arrays.copyOf(nanos, Math.min(count, REMEMBERED));
      Arrays.sort(sorted);
      return Optional.of(Duration.ofNanos(sorted[(int) (QUANTILE * (sorted.length - 1))]));
    }
  }

  /**
   * @param share second requests for each get, at the most; 0 for none
   */
  Hedging(double share) {
    this.share = share;
    Arrays.setAll(times, _ -> new Times());
  }

  /** A get of so many bytes was answered. */
  synchronized void answered(long bytes, Duration time) {
    earned = Math.min(BURST, earned + share);
    times[sizeOf(bytes)].add(time.toNanos());
  }

  /** How long to wait for a get of so many bytes before another is sent; empty for ever. */
  synchronized Optional<Duration> patience(long bytes) {
    if (share == 0) {
      return Optional.empty();
    }
    return times[sizeOf(bytes)]
        .usual()
        .map(usual -> usual.multipliedBy(2))
        .map(twice -> twice.compareTo(LEAST_PATIENCE) > 0 ? twice : LEAST_PATIENCE);
  }

  /** Whether a second request may be sent now; if so, it is counted. */
  synchronized boolean tryHedge() {
    if (earned < 1) {
      return false;
    }
    earned--;
    return true;
  }

  private static int sizeOf(long bytes) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes));
  }
}
