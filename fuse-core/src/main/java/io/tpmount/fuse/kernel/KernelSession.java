package io.tpmount.fuse.kernel;

import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.RequestLoop;
import io.tpmount.fuse.Session;
import io.tpmount.vfs.Vfs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One mount of this driver: its descriptors, its threads, its end. */
final class KernelSession implements Session {
  private final int workers;
  private final Connection connection;
  private final Dispatch dispatch;
  private final AtomicInteger clones = new AtomicInteger();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  KernelSession(Vfs vfs, MountOptions options, Negotiated negotiated, int fd) {
    this.workers = options.workers();
    this.connection = new Connection(fd, negotiated, this::end);
    this.dispatch = new Dispatch(vfs, options, connection);
  }

  void start() {
    new RequestLoop(workers, this::receiver, connection::end, connection::done).start();
  }

  /** Threads beyond the workers come and go, which a descriptor of their own must not. */
  private Receiver receiver() {
    int fd = clones.getAndIncrement() < workers ? connection.cloned() : connection.fd();
    return new Receiver(connection, fd, dispatch);
  }

  private void end() {
    try {
      dispatch.releaseAll();
    } finally {
      ended.complete(null);
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }
}
