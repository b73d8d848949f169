package io.tpmount.benchmarks.demo;

import java.time.Duration;
import java.util.Locale;

/** Amounts as the account shows them. */
final class Units {
  private static final double MIB = 1 << 20;

  private Units() {}

  static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / MIB);
  }

  static String time(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", seconds(time));
  }

  static String bytesPerSecond(long bytes, Duration time) {
    return String.format(Locale.ROOT, "%,.0f MiB/s", bytes / MIB / seconds(time));
  }

  static String filesPerSecond(int files, Duration time) {
    return String.format(Locale.ROOT, "%,.0f files/s", files / seconds(time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
