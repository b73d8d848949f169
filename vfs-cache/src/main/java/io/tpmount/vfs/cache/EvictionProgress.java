package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far all evictors together have come: one that finds nothing to drop, because the others are
 * at it, waits for them. Safe for concurrent calls.
 */
final class EvictionProgress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int working;

  @GuardedBy("lock")
  private long freed;

  /** Returns what was freed so far, by all. */
  long begin() {
    lock.lock();
    try {
      working++;
      return freed;
    } finally {
      lock.unlock();
    }
  }

  void end(long bytes) {
    lock.lock();
    try {
      working--;
      freed += bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something was freed since, once it was or nobody is at work. */
  boolean awaitFreed(long since) {
    lock.lock();
    try {
      while (working > 0 && freed == since) {
        changed.awaitUninterruptibly();
      }
      return freed != since;
    } finally {
      lock.unlock();
    }
  }
}
