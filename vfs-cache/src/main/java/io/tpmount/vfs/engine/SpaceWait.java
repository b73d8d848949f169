package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.cache.CacheFullException;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets a write wait, where the cache's disk is full of what the store does not have yet, for the
 * uploads that make room.
 */
final class SpaceWait {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final WriteBack writeBack;
  private final Duration patience;

  /**
   * @param patience after it the write fails
   */
  SpaceWait(WriteBack writeBack, Duration patience) {
    this.writeBack = writeBack;
    this.patience = patience;
  }

  /** At once where there is space; else on a thread that may wait. */
  CompletableFuture<Void> write(Calls.Action write) {
    CompletableFuture<Void> done = Calls.doNow(write);
    return isOutOfSpace(done) && patience.isPositive() ? Calls.doLater(() -> retry(write)) : done;
  }

  private static boolean isOutOfSpace(CompletableFuture<Void> done) {
    return done.isCompletedExceptionally()
        && done.exceptionNow() instanceof VfsException failure
        && failure.error() instanceof VfsError.NoSpace;
  }

  private void retry(Calls.Action write)
      throws VfsException, StoreException, IOException, InterruptedException {
    var _ = writeBack.drain();
    long begun = System.nanoTime();
    while (true) {
      Thread.sleep(LOOK_AGAIN);
      try {
        write.run();
        return;
      } catch (CacheFullException e) {
        if (System.nanoTime() - begun > TimeUnit.NANOSECONDS.convert(patience)) {
          throw e;
        }
      }
    }
  }
}
