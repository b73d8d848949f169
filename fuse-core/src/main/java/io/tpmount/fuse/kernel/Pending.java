package io.tpmount.fuse.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The calls that were not done at once, by the kernel's number of their request. An INTERRUPT may
 * be received by another thread before its request is entered here; the last of those are
 * remembered.
 */
final class Pending {
  private static final int MOST_EARLY = 256;

  /** Whether an interrupted program may be let go. */
  enum Interrupts {
    OBEYED,
    /** A process that is being killed interrupts all that its exit does; its last close counts. */
    IGNORED
  }

  private record Call(CompletableFuture<?> future, Interrupts interrupts) {}

  private final ConcurrentMap<Long, Call> calls = new ConcurrentHashMap<>();

  @GuardedBy("early")
  private final Deque<Long> early = new ArrayDeque<>();

  private volatile boolean ended;

  void add(long unique, CompletableFuture<?> future, Interrupts interrupts) {
    calls.put(unique, new Call(future, interrupts));
    if (ended || (interrupts == Interrupts.OBEYED && cameEarly(unique))) {
      future.cancel(true);
    }
  }

  void remove(long unique) {
    calls.remove(unique);
  }

  /** Cancels the call of a request, if it may be and is not done. */
  void interrupt(long unique) {
    if (!calls.containsKey(unique)) {
      remember(unique);
    }
    Call call = calls.get(unique);
    if (call != null && call.interrupts() == Interrupts.OBEYED) {
      call.future().cancel(true);
    }
  }

  /** Cancels all, also those that are still to be added. */
  void end() {
    ended = true;
    List.copyOf(calls.values()).forEach(call -> call.future().cancel(true));
  }

  private void remember(long unique) {
    synchronized (early) {
      if (early.size() == MOST_EARLY) {
        early.removeFirst();
      }
      early.addLast(unique);
    }
  }

  private boolean cameEarly(long unique) {
    synchronized (early) {
      return !early.isEmpty() && early.remove(unique);
    }
  }
}
