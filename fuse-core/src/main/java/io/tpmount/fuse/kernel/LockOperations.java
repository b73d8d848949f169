package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tpmount.fuse.Rejections;
import java.util.concurrent.CompletableFuture;

/**
 * The requests on file locks, of both kinds: shared ones succeed, exclusive ones are refused. The
 * kernel grants all by itself where it was told that locks are local.
 */
final class LockOperations {
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;
  private static final long TYPE = Layouts.at(Layouts.LK_IN, "type");
  private static final long OUT_TYPE = Layouts.at(Layouts.LK_OUT, "type");
  private static final int OUT_BYTES = (int) Layouts.LK_OUT.byteSize();

  private final Rejections rejections;

  LockOperations(Rejections rejections) {
    this.rejections = rejections;
  }

  /** Nobody holds a lock. */
  void get(Request request) {
    request.answer(
        CompletableFuture.completedFuture(F_UNLCK),
        (type, reply) -> {
          reply.cleared(OUT_BYTES).set(JAVA_INT, OUT_TYPE, type);
          return OUT_BYTES;
        });
  }

  void set(Request request) {
    if (request.u32(TYPE) == F_WRLCK) {
      request.fail(rejections.exclusiveLock());
    } else {
      request.succeed();
    }
  }
}
