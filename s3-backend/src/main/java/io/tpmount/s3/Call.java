package io.tpmount.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * One call of the store: straight-line code on a virtual thread of its own, ended early by
 * interrupting it, except where it runs a caller's code. That code may be in the middle of a file
 * channel, which an interrupt would close.
 *
 * @param <T> its result
 */
final class Call<T> {
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private Thread thread;

  @GuardedBy("lock")
  private boolean ended;

  @GuardedBy("lock")
  private boolean shielded;

  /** What a call does. */
  @FunctionalInterface
  interface Task<T> {
    T run(Call<T> call) throws Exception;
  }

  /** A caller's code. */
  @FunctionalInterface
  interface Shielded {
    void run() throws IOException;
  }

  CompletableFuture<T> result() {
    return result;
  }

  /** Makes the calling thread the call's own. False when the call was ended before. */
  boolean begin() {
    synchronized (lock) {
      thread = Thread.currentThread();
      return !ended;
    }
  }

  /** Runs the code unless the call is ended, and without an interrupt from {@link #end}. */
  void shielded(Shielded code) throws IOException, InterruptedException {
    synchronized (lock) {
      if (ended) {
        throw new InterruptedException();
      }
      shielded = true;
    }
    try {
      code.run();
    } finally {
      unshield();
    }
  }

  /** Stops the call at its next wait. No caller's code starts after this. */
  void end() {
    synchronized (lock) {
      ended = true;
      if (thread != null && !shielded) {
        thread.interrupt();
      }
    }
  }

  private void unshield() throws InterruptedException {
    synchronized (lock) {
      shielded = false;
      if (ended) {
        throw new InterruptedException();
      }
    }
  }
}
