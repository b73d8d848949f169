package io.tpmount.fuse.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Things that are dear to make, lent to one user at a time; the one used last is lent first. */
final class Pool<T> {
  private static final int MOST_KEPT = 64;

  private final Supplier<T> maker;

  @GuardedBy("this")
  private final Deque<T> free = new ArrayDeque<>();

  Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    T kept;
    synchronized (this) {
      kept = free.pollLast();
    }
    return kept == null ? maker.get() : kept;
  }

  synchronized void giveBack(T thing) {
    if (free.size() < MOST_KEPT) {
      free.addLast(thing);
    }
  }
}
