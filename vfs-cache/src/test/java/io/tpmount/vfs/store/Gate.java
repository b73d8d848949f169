package io.tpmount.vfs.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A place where calls wait until the test lets them pass. Made by {@link FaultyObjectStore#hold}.
 */
public final class Gate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Semaphore arrivals = new Semaphore(0);
  private final CompletableFuture<Void> opened = new CompletableFuture<>();

  Gate() {}

  CompletableFuture<Void> pass() {
    arrivals.release();
    return opened;
  }

  /** Returns when so many more calls have come to this gate; fails when they don't. */
  public void awaitArrivals(int calls) throws InterruptedException {
    if (!arrivals.tryAcquire(calls, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(
          "waited for " + calls + " calls, had " + arrivals.availablePermits());
    }
  }

  /** Lets everyone pass, those still to come as well. */
  public void open() {
    opened.complete(null);
  }
}
