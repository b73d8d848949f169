package io.tpmount.fuse.jnr;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.RequestLoop;
import io.tpmount.fuse.sys.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One thread's {@code struct fuse_buf} and the memory it points to, with which it takes requests
 * out of a session and works on them.
 */
final class RequestBuffer implements RequestLoop.Source {
  private static final long BUF_SIZE = 0;
  private static final long BUF_FLAGS = 8;
  private static final long BUF_MEM = 16;
  private static final long BUF_BYTES = 40;

  /** In {@code struct fuse_in_header}, with which every request begins. */
  private static final long OPCODE = 4;

  private static final int OPCODE_INTERRUPT = 36;

  private final LibFuse libfuse;
  private final long session;
  private final Waits waits;
  private final long capacity;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory;
  private final MemorySegment buf = arena.allocate(BUF_BYTES, Long.BYTES);
  private final MemorySegment channel = arena.allocate(ADDRESS);

  RequestBuffer(LibFuse libfuse, long session, Waits waits) {
    this.libfuse = libfuse;
    this.session = session;
    this.waits = waits;
    long first = libfuse.fuse_session_next_chan(session, 0);
    this.capacity = libfuse.fuse_chan_bufsize(first);
    this.memory = arena.allocate(capacity, 4096);
    channel.set(JAVA_LONG, 0, first);
  }

  @Override
  public boolean receive() {
    int received;
    do {
      buf.set(JAVA_LONG, BUF_SIZE, capacity);
      buf.set(JAVA_INT, BUF_FLAGS, 0);
      buf.set(ADDRESS, BUF_MEM, memory);
      received = libfuse.fuse_session_receive_buf(session, buf.address(), channel.address());
    } while (received == Errno.EINTR.negated() || received == Errno.EAGAIN.negated());
    return received > 0;
  }

  /** libfuse calls back and answers. */
  @Override
  public void process() {
    boolean interrupt = memory.get(JAVA_INT, OPCODE) == OPCODE_INTERRUPT;
    libfuse.fuse_session_process_buf(session, buf.address(), channel.get(JAVA_LONG, 0));
    if (interrupt) {
      waits.recheck();
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
