package io.tpmount.vfs.store;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for a store, on a virtual thread that has nothing else to do. */
public final class Await {
  private Await() {}

  /**
   * The result of a call. An interrupt cancels the call.
   *
   * @throws InterruptedException also when somebody else cancelled the call
   */
  public static <T> T result(CompletableFuture<T> call)
      throws StoreException, InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    } catch (CancellationException e) {
      throw new InterruptedException("cancelled");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The same for a call that others wait for too: an interrupt ends the wait, not the call. */
  public static <T> T shared(CompletableFuture<T> call)
      throws StoreException, InterruptedException {
    return result(call.copy());
  }
}
