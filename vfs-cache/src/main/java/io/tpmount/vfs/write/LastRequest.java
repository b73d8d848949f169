package io.tpmount.vfs.write;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Waits for the request that makes an object. Who takes the upload back does not end it: it may be
 * on its way through the store, and make the object after a later delete of the key. When it fails
 * then, no other is to follow it.
 *
 * @param stopping whether nothing at all is to be waited for any more
 */
record LastRequest(BooleanSupplier stopping) {
  <T> T await(CompletableFuture<T> request) throws StoreException, InterruptedException {
    boolean takenBack = false;
    while (true) {
      try {
        return Await.shared(request);
      } catch (StoreException e) {
        if (takenBack) {
          throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        }
        throw e;
      } catch (InterruptedException e) {
        takenBack = true;
        if (stopping.getAsBoolean() || request.isCancelled()) {
          request.cancel(true);
          throw e;
        }
      }
    }
  }
}
