package io.tpmount.benchmarks.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.time.Duration;

/** How far a step is: a line that on a terminal is rewritten while the step runs. */
final class Progress {
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(200);
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean redraws;
  private final String title;
  private final long total;
  private final long startedAt = System.nanoTime();

  @GuardedBy("this")
  private long done;

  @GuardedBy("this")
  private long drawnAt = startedAt;

  Progress(PrintStream out, boolean redraws, String title, long total) {
    this.out = out;
    this.redraws = redraws;
    this.title = title;
    this.total = total;
    out.print(title);
    out.flush();
  }

  /** Safe to call from several threads. */
  synchronized void add(long amount) {
    done += amount;
    long now = System.nanoTime();
    if (redraws && now - drawnAt >= BETWEEN_DRAWINGS.toNanos()) {
      drawnAt = now;
      out.printf("%s%s%d %%", ERASE_LINE, title, 100 * done / Math.max(1, total));
      out.flush();
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  synchronized void end(String result) {
    out.println((redraws ? ERASE_LINE + title : "") + result);
  }
}
