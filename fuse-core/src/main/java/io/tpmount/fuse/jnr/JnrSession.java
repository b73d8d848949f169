package io.tpmount.fuse.jnr;

import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.RequestLoop;
import io.tpmount.fuse.Session;
import io.tpmount.vfs.Vfs;
import java.util.concurrent.CompletableFuture;

/** One mount through libfuse 2: its table of operations, its threads, its end. */
final class JnrSession implements Session {
  private final LibFuse libfuse;
  private final MountOptions options;
  private final Waits waits;
  private final OperationTable operations;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  JnrSession(LibFuse libfuse, Vfs vfs, MountOptions options) {
    this.libfuse = libfuse;
    this.options = options;
    this.waits = new Waits(() -> libfuse.fuse_interrupted() != 0);
    this.operations = new OperationTable(vfs, waits, options);
  }

  OperationTable operations() {
    return operations;
  }

  /**
   * Answers the kernel's first request, which makes the mount usable, and leaves the others to
   * threads.
   */
  void start(long fuse, long mountPoint) throws MountException {
    long session = libfuse.fuse_get_session(fuse);
    try (RequestBuffer buffer = new RequestBuffer(libfuse, session, waits)) {
      while (!operations.isInitialised()) {
        if (!buffer.receive()) {
          libfuse.fuse_teardown(fuse, mountPoint);
          throw new MountException(
              MountException.Reason.REFUSED, options.mountPoint() + " was unmounted at once");
        }
        buffer.process();
      }
    }
    new RequestLoop(
            options.workers(),
            () -> new RequestBuffer(libfuse, session, waits),
            waits::end,
            () -> end(fuse, mountPoint))
        .start();
  }

  /** Frees what libfuse holds; the table of operations is reachable until then. */
  private void end(long fuse, long mountPoint) {
    try {
      libfuse.fuse_teardown(fuse, mountPoint);
      operations.releaseAll();
    } finally {
      ended.complete(null);
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }
}
