package io.tpmount.vfs.cache;

/**
 * Counts, in a few megabytes, how often each of any number of things was seen lately: a count-min
 * sketch with conservative update, whose counters are halved from time to time. It may count too
 * much, where all of a thing's counters are shared, and never too little. Not safe for concurrent
 * use.
 */
final class FrequencySketch {
  /** Beyond it all are equally wanted, and a lower one is forgotten sooner. */
  static final int MOST = 15;

  /** Twice the pieces that are followed at most, so that few counters are shared. */
  private static final int WIDTH = 1 << 19;

  private static final long[] SEEDS = {
    0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL, 0x165667B19E3779F9L, 0xD6E8FEB86659FD93L
  };

  private final byte[][] rows = new byte[SEEDS.length][WIDTH];

  void increment(long item) {
    int now = frequency(item);
    if (now == MOST) {
      return;
    }
    for (int row = 0; row < rows.length; row++) {
      int slot = slot(row, item);
      if (rows[row][slot] == now) {
        rows[row][slot]++;
      }
    }
  }

  int frequency(long item) {
    int least = MOST;
    for (int row = 0; row < rows.length; row++) {
      least = Math.min(least, rows[row][slot(row, item)]);
    }
    return least;
  }

  /** Halves all counts. */
  void age() {
    for (byte[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] >>= 1;
      }
    }
  }

  private static int slot(int row, long item) {
    long mixed = (item + SEEDS[row]) * SEEDS[row];
    mixed = (mixed ^ (mixed >>> 32)) * SEEDS[(row + 1) % SEEDS.length];
    return (int) (mixed >>> 40) & (WIDTH - 1);
  }
}
