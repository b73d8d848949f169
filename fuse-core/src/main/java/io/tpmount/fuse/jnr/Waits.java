package io.tpmount.fuse.jnr;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The waits of upcalls for calls of the {@code Vfs} that are not done yet. A wait ends with its
 * call, when the kernel interrupts its request, or when the session ends.
 *
 * <p>Nothing polls. libfuse marks a request as interrupted while some thread processes the kernel's
 * INTERRUPT message; that thread then calls {@link #recheck}, which wakes all who wait here, and
 * each asks libfuse about its own request. A thread that asks before the mark is set is already in
 * the set and is woken; interrupts are rare enough to wake them all.
 */
final class Waits {
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private final BooleanSupplier interrupted;
  private volatile boolean ended;

  /**
   * @param interrupted whether the request of the calling thread is interrupted
   */
  Waits(BooleanSupplier interrupted) {
    this.interrupted = interrupted;
  }

  /** How many wait now. */
  int count() {
    return waiting.size();
  }

  /** The result of a call; cancels the call if it may not be waited for any longer. */
  <T> T await(CompletableFuture<T> call) throws VfsException {
    return await(call, interrupted);
  }

  /**
   * The result of a call that is not interrupted: a process that is being killed interrupts all
   * that its exit does, and its last close must count all the same.
   */
  <T> T awaitUninterrupted(CompletableFuture<T> call) throws VfsException {
    return await(call, () -> false);
  }

  private <T> T await(CompletableFuture<T> call, BooleanSupplier abandoned) throws VfsException {
    if (!call.isDone()) {
      waitFor(call, abandoned);
    }
    return result(call);
  }

  /** Some request was interrupted. */
  void recheck() {
    waiting.forEach(LockSupport::unpark);
  }

  /** The session is over: nobody will hear an answer. */
  void end() {
    ended = true;
    recheck();
  }

  private void waitFor(CompletableFuture<?> call, BooleanSupplier abandoned) {
    Thread me = Thread.currentThread();
    waiting.add(me);
    try {
      CompletableFuture<?> ignored = call.whenComplete((value, failure) -> LockSupport.unpark(me));
      while (!call.isDone() && !(ended || abandoned.getAsBoolean())) {
        LockSupport.park(call);
      }
    } finally {
      waiting.remove(me);
    }
    call.cancel(true);
  }

  private static <T> T result(CompletableFuture<T> call) throws VfsException {
    return switch (call.state()) {
      case SUCCESS -> call.resultNow();
      case CANCELLED -> throw new VfsException(new VfsError.Interrupted("cancelled"));
      case FAILED -> throw failure(call.exceptionNow());
      case RUNNING -> throw new IllegalStateException("a cancelled call still runs");
    };
  }

  private static VfsException failure(Throwable cause) {
    if (cause instanceof VfsException expected) {
      return expected;
    }
    if (cause instanceof CancellationException) {
      return new VfsException(new VfsError.Interrupted("cancelled"));
    }
    throw new IllegalStateException("a Vfs call failed otherwise than it may", cause);
  }
}
