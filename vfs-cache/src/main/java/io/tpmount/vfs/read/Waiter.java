package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who waits until a range is there.
 *
 * @param where what counts as there
 */
record Waiter(ByteRange range, Where where, CompletableFuture<Void> done) {
  enum Where {
    /** In the cache or in memory. */
    ANYWHERE,
    /** In the cache. */
    CACHE
  }

  Waiter(ByteRange range, Where where) {
    this(range, where, new CompletableFuture<>());
  }
}
