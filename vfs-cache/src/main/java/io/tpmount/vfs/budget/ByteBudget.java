package io.tpmount.vfs.budget;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The limit of all bytes that are on their way to or from the store at a time, over all files. What
 * a reader waits for is always let in; what is fetched ahead waits its turn.
 */
public final class ByteBudget {
  private final long limit;

  @GuardedBy("this")
  private long used;

  @GuardedBy("this")
  private final List<Runnable> waiting = new ArrayList<>();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Takes bytes whatever the limit says. */
  public synchronized void take(long bytes) {
    used += bytes;
  }

  /**
   * Takes bytes if they are free, or if nothing at all is in use.
   *
   * @param retry called once, from any thread, when bytes came free after a refusal
   */
  public synchronized boolean tryTake(long bytes, Runnable retry) {
    if (used == 0 || used + bytes <= limit) {
      used += bytes;
      return true;
    }
    waiting.add(retry);
    return false;
  }

  /**
   * Takes bytes, waiting until they are free. More than the limit is let in when nothing else is.
   */
  public void takeWaiting(long bytes) throws InterruptedException {
    CountDownLatch freed = new CountDownLatch(1);
    while (!tryTake(bytes, freed::countDown)) {
      freed.await();
      freed = new CountDownLatch(1);
    }
  }

  /** Gives bytes back and lets those that were refused try again, in their order. */
  public void give(long bytes) {
    List<Runnable> refused;
    synchronized (this) {
      used -= bytes;
      refused = List.copyOf(waiting);
      waiting.clear();
    }
    refused.forEach(Runnable::run);
  }

  public long limit() {
    return limit;
  }

  public synchronized long used() {
    return used;
  }
}
