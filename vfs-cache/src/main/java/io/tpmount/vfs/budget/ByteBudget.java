package io.tpmount.vfs.budget;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The limit of all bytes that are on their way to or from the store at a time, over all files and
 * all kinds of memory. What a reader waits for is always let in; what is fetched ahead waits its
 * turn.
 *
 * <p>Shared fairly: once somebody waits, each {@link Account} that has something under way, or
 * waits, may hold an equal share; and a small get may always be under way for it. So sixty-four
 * readers in little memory all go on, each with small gets, and one alone has it all.
 */
public final class ByteBudget {
  /** What an account that holds nothing may always take. */
  private static final long MINIMAL = 1 << 20;

  private final long limit;
  private final Account uploads = new Account(Long.MAX_VALUE);

  @GuardedBy("this")
  private long used;

  /** What each account holds; 0 for one that was refused since something was given back last. */
  @GuardedBy("this")
  private final Map<Account, Long> held = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  /** Bytes under way for one file, or one purpose. */
  public final class Account {
    private final long minimal;

    private Account(long minimal) {
      this.minimal = minimal;
    }

    /** Takes bytes whatever the limit says. */
    public void take(long bytes) {
      ByteBudget.this.take(this, bytes);
    }

    /**
     * Takes bytes if they are free, and this account's to take.
     *
     * @param retry called once, from any thread, when bytes came free after a refusal; the same one
     *     is remembered once
     */
    public boolean tryTake(long bytes, Runnable retry) {
      return ByteBudget.this.tryTake(this, bytes, retry);
    }

    /** Gives bytes back and lets those that were refused try again, in their order. */
    public void give(long bytes) {
      ByteBudget.this.give(this, bytes).forEach(Runnable::run);
    }

    /** Bytes that it may hold now. */
    public long share() {
      return shareOf(this);
    }
  }

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** An account of a file's reads. */
  public Account account() {
    return new Account(MINIMAL);
  }

  /**
   * Takes bytes of an upload, waiting until they are free. More than the limit is let in when no
   * other upload is under way.
   */
  public void takeWaiting(long bytes) throws InterruptedException {
    CountDownLatch freed = new CountDownLatch(1);
    while (!uploads.tryTake(bytes, freed::countDown)) {
      freed.await();
      freed = new CountDownLatch(1);
    }
  }

  /** Gives bytes of an upload back. */
  public void give(long bytes) {
    uploads.give(bytes);
  }

  private synchronized void take(Account account, long bytes) {
    held.merge(account, bytes, Long::sum);
    used += bytes;
  }

  private synchronized boolean tryTake(Account account, long bytes, Runnable retry) {
    long has = held.merge(account, 0L, Long::sum);
    boolean small = has == 0 && bytes <= account.minimal;
    boolean fits = used + bytes <= limit && (has == 0 || has + bytes <= shareOf(account));
    if (!small && !fits) {
      waiting.add(retry);
      return false;
    }
    take(account, bytes);
    return true;
  }

  private synchronized List<Runnable> give(Account account, long bytes) {
    held.merge(account, -bytes, Long::sum);
    held.values().removeIf(rest -> rest == 0);
    used -= bytes;
    List<Runnable> refused = List.copyOf(waiting);
    waiting.clear();
    return refused;
  }

  private synchronized long shareOf(Account account) {
    long equal = limit / (held.size() + (held.containsKey(account) ? 0 : 1));
    return waiting.isEmpty()
        ? Math.max(equal, limit - used + held.getOrDefault(account, 0L))
        : equal;
  }

  public long limit() {
    return limit;
  }

  public synchronized long used() {
    return used;
  }
}
