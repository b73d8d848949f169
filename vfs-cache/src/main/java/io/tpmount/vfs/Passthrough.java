package io.tpmount.vfs;

/**
 * A whole file as one descriptor, for a driver that lets the kernel read it without asking. A
 * lease: until closed, no byte of it is dropped and the descriptor stays open, also after the
 * handle has ended and after the file was written again; a write by any handle shows through it.
 *
 * @param fd a file descriptor of this process, to be read only
 * @param lease given back by {@link #close}
 */
public record Passthrough(int fd, ReadResult.FileRange.Lease lease) implements AutoCloseable {
  @Override
  public void close() {
    lease.release();
  }
}
