package io.tpmount.vfs.cache;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("tpmount-cache-keeper").unstarted(this::work);

  Housekeeping(CacheContext cache, Eviction eviction, Duration maxAge) {
    this.cache = cache;
    this.eviction = eviction;
    this.maxAge = maxAge;
  }

  void start() {
    thread.start();
  }

  private void work() {
    attempt(new Repair(cache, eviction, () -> stop.getCount() == 0)::run);
    try {
      while (!stop.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        attempt(this::keep);
      }
    } catch (InterruptedException e) {
      log.debug("cache housekeeping was interrupted");
    }
  }

  private void keep() throws IOException {
    cache.live().all().forEach(CacheFile::noteIfOld);
    if (maxAge.isPositive()) {
      long before = IndexRow.now() - TimeUnit.MICROSECONDS.convert(maxAge);
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
    stop.countDown();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
