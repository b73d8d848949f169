package io.tpmount.fuse.sys;

import static io.tpmount.fuse.sys.Native.STATE;
import static io.tpmount.fuse.sys.Native.errno;
import static io.tpmount.fuse.sys.Native.impossible;
import static io.tpmount.fuse.sys.Native.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Native memory with which one thread at a time reads and writes descriptors. Holds the place of
 * the calls' errno too, so that a call allocates nothing. Freed by the garbage collector.
 */
public final class TransferBuffer {
  private static final int PAGE = 4096;
  private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle PREAD =
      link("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

  private final MemorySegment memory;
  private final MemorySegment state;

  public TransferBuffer(long size) {
    Arena arena = Arena.ofAuto();
    memory = arena.allocate(size, PAGE);
    state = arena.allocate(STATE);
  }

  public MemorySegment memory() {
    return memory;
  }

  /** Reads once, to the beginning of the memory: a count, or a negated errno. */
  public long read(int fd) {
    try {
      long read = (long) READ.invokeExact(state, fd, memory, memory.byteSize());
      return read < 0 ? -errno(state) : read;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Writes once, a part of the memory: a count, or a negated errno. */
  public long write(int fd, long from, long length) {
    try {
      MemorySegment source = memory.asSlice(from, length);
      long written = (long) WRITE.invokeExact(state, fd, source, length);
      return written < 0 ? -errno(state) : written;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * Bytes read to a place in the memory: fewer than {@code length} only at the end of the file, or
   * a negated errno.
   */
  public long pread(int fd, long offset, long to, long length) {
    try {
      long done = 0;
      while (done < length) {
        MemorySegment rest = memory.asSlice(to + done, length - done);
        long read = (long) PREAD.invokeExact(state, fd, rest, rest.byteSize(), offset + done);
        if (read == 0) {
          break;
        }
        if (read < 0 && errno(state) != Errno.EINTR.number()) {
          return -errno(state);
        }
        done += Math.max(read, 0);
      }
      return done;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
