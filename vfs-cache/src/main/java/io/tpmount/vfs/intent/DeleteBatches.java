package io.tpmount.vfs.intent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers deletes while they keep coming, as those of rm -r do, so that a thousand cost one
 * request.
 */
final class DeleteBatches {
  private static final Logger log = LoggerFactory.getLogger(DeleteBatches.class);

  /** What one request takes. */
  private static final int FULL = 1000;

  /** None came for so long: the program has gone on to something else. */
  private static final Duration QUIET = Duration.ofMillis(200);

  /** No delete waits longer, however many come. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final ScheduledExecutorService timer;
  private final Consumer<List<Pending>> full;

  @GuardedBy("this")
  private List<Pending> batch = new ArrayList<>();

  @GuardedBy("this")
  private long oldest;

  @GuardedBy("this")
  private long newest;

  /**
   * @param full takes a batch that is to be carried out now
   */
  DeleteBatches(ScheduledExecutorService timer, Consumer<List<Pending>> full) {
    this.timer = timer;
    this.full = full;
  }

  void add(Pending delete) {
    boolean isFull;
    synchronized (this) {
      newest = System.nanoTime();
      if (batch.isEmpty()) {
        oldest = newest;
        lookAgain(QUIET.toNanos());
      }
      batch.add(delete);
      isFull = batch.size() >= FULL;
    }
    if (isFull) {
      flush();
    }
  }

  @GuardedBy("this")
  private void lookAgain(long nanos) {
    try {
      var _ = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("deletes are left for the next start");
    }
  }

  private void look() {
    synchronized (this) {
      if (batch.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      long wait = Math.min(newest + QUIET.toNanos() - now, oldest + LONGEST.toNanos() - now);
      if (wait > 0) {
        lookAgain(wait);
        return;
      }
    }
    flush();
  }

  /** Has all that was gathered carried out. */
  void flush() {
    List<Pending> gathered;
    synchronized (this) {
      gathered = batch;
      batch = new ArrayList<>();
    }
    if (!gathered.isEmpty()) {
      full.accept(gathered);
    }
  }
}
