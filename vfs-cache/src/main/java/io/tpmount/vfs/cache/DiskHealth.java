package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.posix.PosixException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of the cache's disk, and logs each change of it once. A failure is believed
 * at once, a recovery only when nothing has failed for a while: a disk at its end lets some things
 * through. Safe for concurrent calls.
 */
final class DiskHealth {
  private static final Logger log = LoggerFactory.getLogger(DiskHealth.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private volatile CacheHealth state = new CacheHealth.Good();
  private volatile long failedAt;

  CacheHealth state() {
    return state;
  }

  /** What writes to the disk. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Learns from what comes of it. */
  <T> T watch(Work<T> work) throws IOException {
    try {
      T result = work.run();
      worked(System.nanoTime());
      return result;
    } catch (IOException e) {
      failed(e, System.nanoTime());
      throw e;
    }
  }

  /** Something was written. */
  void worked(long nanos) {
    if (state instanceof CacheHealth.Good || nanos - failedAt < QUIET_NANOS) {
      return;
    }
    become(new CacheHealth.Good());
  }

  /** Something could not be written. */
  void failed(IOException failure, long nanos) {
    switch (failure) {
      case CacheFullException full when !full.isDisk() -> {}
      case CacheFullException _ -> fail(new CacheHealth.Full(), nanos);
      case PosixException e when e.isNoSpace() -> fail(new CacheHealth.Full(), nanos);
      case PosixException e when e.isReadOnly() -> fail(new CacheHealth.ReadOnly(), nanos);
      default -> fail(new CacheHealth.Failing(failure.getMessage()), nanos);
    }
  }

  private void fail(CacheHealth next, long nanos) {
    failedAt = nanos;
    become(next);
  }

  private void become(CacheHealth next) {
    CacheHealth before;
    synchronized (this) {
      before = state;
      state = next;
    }
    if (before.getClass() == next.getClass()) {
      return;
    }
    if (next instanceof CacheHealth.Good) {
      log.warn("the cache's disk works again; it was {}", before.describe());
    } else {
      log.error("the cache's disk is {}; reads go on through memory", next.describe());
    }
  }
}
