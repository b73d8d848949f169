package io.tpmount.vfs.write;

import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.StoreException;
import java.util.concurrent.CompletableFuture;

/** Pays for what requests hold of their bodies while these stream out of the cache file. */
final class UploadMemory {
  /** Pieces read ahead, and what the connection has not taken yet. */
  private static final long MOST_HELD = 2L << 20;

  private final ByteBudget budget;

  UploadMemory(ByteBudget budget) {
    this.budget = budget;
  }

  /** Something that sends a body. */
  interface Request<T> {
    CompletableFuture<T> send(Body body) throws StoreException;
  }

  /** Waits for memory, sends, and gives the memory back when the request has ended. */
  <T> CompletableFuture<T> send(Body body, Request<T> request)
      throws StoreException, InterruptedException {
    long held = Math.min(body.length(), MOST_HELD);
    budget.takeWaiting(held);
    try {
      CompletableFuture<T> call = request.send(body);
      var _ = call.whenComplete((_, _) -> budget.give(held));
      return call;
    } catch (StoreException e) {
      budget.give(held);
      throw e;
    }
  }
}
