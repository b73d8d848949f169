package io.tpmount.vfs.read;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How long the last runs of one handle were, which says how long the next will be: a loader of
 * tensors goes from one large run to the next, a database from one page to the next. Not safe for
 * concurrent use.
 */
final class RunLengths {
  private static final int REMEMBERED = 8;

  /** Fewer runs say nothing. */
  private static final int LEAST = 3;

  /**
   * What the next run will be like.
   *
   * @param bytes it will read, 0 where nothing is known
   * @param isRegular whether the last runs were so alike that one more will end just there
   */
  record Forecast(long bytes, boolean isRegular) {
    static final Forecast NONE = new Forecast(0, false);
  }

  private final Deque<Long> lengths = new ArrayDeque<>();

  /** A run has ended, or is left for another. */
  void add(long bytes) {
    lengths.addLast(bytes);
    if (lengths.size() > REMEMBERED) {
      lengths.removeFirst();
    }
  }

  Forecast forecast() {
    if (lengths.size() < LEAST) {
      return Forecast.NONE;
    }
    long[] all = lengths.stream().mapToLong(Long::longValue).toArray();
    long[] last = Arrays.copyOfRange(all, all.length - LEAST, all.length);
    long most = Arrays.stream(last).max().orElseThrow();
    long least = Arrays.stream(last).min().orElseThrow();
    if (most - least <= least / 4) {
      return new Forecast(most, true);
    }
    Arrays.sort(all);
    return new Forecast(all[all.length / 2], false);
  }
}
