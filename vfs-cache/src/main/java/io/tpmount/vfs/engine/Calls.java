package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.cache.CacheFullException;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns work into answers of {@link io.tpmount.vfs.Vfs}: at once for what only touches the local
 * machine, on a virtual thread for what may wait for the store. Every failure becomes a {@link
 * VfsException} here.
 */
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  /** The body of a call. */
  interface Work<T> {
    T run() throws VfsException, StoreException, IOException, InterruptedException;
  }

  /** The body of a call that answers nothing. */
  interface Action {
    void run() throws VfsException, StoreException, IOException, InterruptedException;
  }

  private Calls() {}

  /** Runs local work on the caller's thread. */
  static <T> CompletableFuture<T> now(Work<T> work) {
    CompletableFuture<T> call = new CompletableFuture<>();
    complete(call, work);
    return call;
  }

  static CompletableFuture<Void> doNow(Action action) {
    return now(nothing(action));
  }

  /** Runs work that may wait; cancelling the answer interrupts it. */
  static <T> CompletableFuture<T> later(Work<T> work) {
    CompletableFuture<T> call = new CompletableFuture<>();
    Thread worker = Thread.ofVirtual().name("call").unstarted(() -> complete(call, work));
    var _ =
        call.whenComplete(
            (_, _) -> {
              if (call.isCancelled()) {
                worker.interrupt();
              }
            });
    worker.start();
    return call;
  }

  static CompletableFuture<Void> doLater(Action action) {
    return later(nothing(action));
  }

  /** Runs work that waits for the local disk, which no cancel can shorten. */
  static CompletableFuture<Void> doOn(Executor threads, Action action) {
    CompletableFuture<Void> call = new CompletableFuture<>();
    threads.execute(() -> complete(call, nothing(action)));
    return call;
  }

  /** The failure a caller of the file system sees. */
  static VfsException toVfsException(Throwable failure) {
    return switch (failure) {
      case VfsException known -> known;
      case StoreException e -> new VfsException(StoreFailures.toVfsError(e.error()));
      case CacheFullException e -> new VfsException(new VfsError.NoSpace(e.getMessage()));
      case IOException e -> {
        LOG.warn("The cache disk failed: {}", e.toString());
        yield new VfsException(new VfsError.Io(e.getMessage()));
      }
      case InterruptedException _, CancellationException _ ->
          new VfsException(new VfsError.Interrupted("interrupted"));
      case CompletionException e when e.getCause() != null -> toVfsException(e.getCause());
      default -> {
        LOG.error("A call failed in an unexpected way", failure);
        yield new VfsException(new VfsError.Io(failure.toString()));
      }
    };
  }

  private static Work<Void> nothing(Action action) {
    return () -> {
      action.run();
      return null;
    };
  }

  @SuppressWarnings("Interruption") // the thread is the call's own and ends here
  private static <T> void complete(CompletableFuture<T> call, Work<T> work) {
    try {
      call.complete(work.run());
    } catch (Exception | StackOverflowError e) {
      call.completeExceptionally(toVfsException(e));
    }
  }
}
