package io.tpmount.vfs.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that works behind a mount: repairs once, then notes what open files have fetched and
 * drops what is too old. Space is not its business: that is made when it is taken.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_SECONDS = 30;

  private final CacheContext cache;
  private final Eviction eviction;
  private final Duration maxAge;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tpmount-cache-keeper").factory());

  Housekeeping(CacheContext cache, Eviction eviction, Duration maxAge) {
    this.cache = cache;
    this.eviction = eviction;
    this.maxAge = maxAge;
  }

  void start() {
    Repair repair = new Repair(cache, eviction, thread::isShutdown);
    thread.execute(() -> attempt(repair::run));
    thread.scheduleWithFixedDelay(
        () -> attempt(this::keep), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void keep() throws IOException {
    cache.live().all().forEach(CacheFile::noteIfOld);
    if (maxAge.isPositive()) {
      long before = System.currentTimeMillis() - maxAge.toMillis();
      eviction.freeClosed(cache.space(), Long.MAX_VALUE, before);
    }
  }

  private static void attempt(Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      // Nothing but space is lost; a thread that ended would not come back.
      log.warn("cache housekeeping: {}", e.toString());
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Returns when the thread has ended. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
