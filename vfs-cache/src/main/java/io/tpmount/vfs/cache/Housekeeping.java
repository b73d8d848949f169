package io.tpmount.vfs.cache;

import com.google.common.util.concurrent.Uninterruptibles;
import io.tpmount.vfs.cache.Index.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that works behind a mount: tells the policy what earlier runs left, repairs, then
 * notes what open files have fetched and drops what is too old. Space is made when it is taken;
 * here only where others took it from the disk.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_SECONDS = 30;
  private static final int PAGE = 1000;

  private final CacheContext cache;
  private final Eviction eviction;
  private final ClosedFiles closed;
  private final Duration maxAge;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch known = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("tpmount-cache-keeper").unstarted(this::work);

  Housekeeping(CacheContext cache, Eviction eviction, ClosedFiles closed, Duration maxAge) {
    this.cache = cache;
    this.eviction = eviction;
    this.closed = closed;
    this.maxAge = maxAge;
  }

  void start() {
    thread.start();
  }

  private void work() {
    attempt(this::loadResidents);
    known.countDown();
    attempt(new Repair(cache, closed, () -> stop.getCount() == 0)::run);
    attempt(cache.space()::trim);
    try {
      while (!stop.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        attempt(this::keep);
      }
    } catch (InterruptedException e) {
      log.debug("cache housekeeping was interrupted");
    }
  }

  void awaitKnown() {
    Uninterruptibles.awaitUninterruptibly(known);
  }

  private void loadResidents() {
    List<IndexRow> page = cache.index().mostRecentlyUsed(Victim.LAST, PAGE);
    while (!page.isEmpty() && stop.getCount() > 0) {
      if (!cache.residents().load(page)) {
        return;
      }
      IndexRow oldest = page.getLast();
      Victim next = new Victim(oldest.id(), oldest.allocated(), oldest.usedAt());
      page = cache.index().mostRecentlyUsed(next, PAGE);
    }
    cache.residents().loadedAll();
  }

  private void keep() throws IOException {
    cache.live().all().forEach(CacheFile::noteIfOld);
    cache.space().trim();
    if (maxAge.isPositive()) {
      eviction.dropOlderThan(cache.space(), TimeUnit.NANOSECONDS.convert(maxAge));
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
