package io.tpmount.vfs;

import java.nio.ByteBuffer;

/**
 * The bytes of one read; shorter than asked only at the end of the file. Close it once they are
 * replied.
 */
public sealed interface ReadResult extends AutoCloseable {
  /** Bytes in the answer, 0 at or past the end of the file. */
  int length();

  @Override
  void close();

  /** Bytes in memory. */
  record Bytes(ByteBuffer buffer) implements ReadResult {
    public static final Bytes EMPTY = new Bytes(ByteBuffer.allocate(0));

    @Override
    public int length() {
      return buffer.remaining();
    }

    @Override
    public void close() {}
  }

  /**
   * Bytes in a cache file. A lease: until closed, the range is neither punched nor reused, and the
   * descriptor stays open.
   *
   * @param fd a file descriptor of this process
   * @param offset where in that file
   * @param lease given back by {@link #close}
   */
  record FileRange(int fd, long offset, int length, Lease lease) implements ReadResult {
    /** Ends the hold on a range; called exactly once. */
    @FunctionalInterface
    public interface Lease {
      void release();
    }

    @Override
    public void close() {
      lease.release();
    }
  }
}
