package io.tpmount.fuse.kernel;

import io.tpmount.fuse.RequestLoop;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.TransferBuffer;

/** One thread's descriptor and memory for requests. */
final class Receiver implements RequestLoop.Source {
  private final Connection connection;
  private final int fd;
  private final Dispatch dispatch;
  private TransferBuffer buffer;

  Receiver(Connection connection, int fd, Dispatch dispatch) {
    this.connection = connection;
    this.fd = fd;
    this.dispatch = dispatch;
    this.buffer = connection.requests().take();
  }

  /** ENOENT: the request was taken back while it was read. */
  @Override
  public boolean receive() {
    long received;
    do {
      received = buffer.read(fd);
    } while (received == Errno.EINTR.negated()
        || received == Errno.EAGAIN.negated()
        || received == Errno.ENOENT.negated());
    return received > 0;
  }

  @Override
  public void process() {
    if (dispatch.accept(new Request(connection, fd, buffer), buffer) == Dispatch.Memory.KEPT) {
      buffer = connection.requests().take();
    }
  }

  @Override
  public void close() {
    connection.requests().giveBack(buffer);
  }
}
