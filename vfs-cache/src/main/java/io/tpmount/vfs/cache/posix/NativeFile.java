package io.tpmount.vfs.cache.posix;

import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An open file, used by position. Safe for concurrent calls but for {@link #close}, which must come
 * after all others: the kernel gives the descriptor's number to the next file opened.
 */
public final class NativeFile implements AutoCloseable {
  /** How a file is opened. */
  public enum Mode {
    /** Must exist; for a directory too. */
    READ(0),
    /** Must exist. */
    WRITE(O_RDWR),
    /** Made when absent. */
    CREATE(O_RDWR | O_CREAT);

    private final int flags;

    Mode(int flags) {
      this.flags = flags | O_CLOEXEC;
    }
  }

  private static final int O_RDWR = 0x2;
  private static final int O_CREAT = 0x40;
  private static final int O_CLOEXEC = 0x80000;
  private static final int OWNER_ONLY = 0600;
  private static final int FALLOC_KEEP_SIZE = 1;
  private static final int FALLOC_PUNCH_HOLE = 2;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;

  private final Path path;
  private final int fd;

  private NativeFile(Path path, int fd) {
    this.path = path;
    this.fd = fd;
  }

  public static NativeFile open(Path path, Mode mode) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      int fd =
          (int)
              retry(
                  "open",
                  path,
                  () ->
                      (int) Libc.OPEN.invokeExact(Libc.errnoSlot(), name, mode.flags, OWNER_ONLY));
      return new NativeFile(path, fd);
    }
  }

  /** The descriptor's number, valid until {@link #close}. */
  public int fd() {
    return fd;
  }

  /**
   * Reads until {@code target} is full or the file ends.
   *
   * @return bytes read
   */
  public long read(long position, MemorySegment target) throws PosixException {
    return target.isNative() ? readNative(position, target) : readHeap(position, target);
  }

  private long readNative(long position, MemorySegment target) throws PosixException {
    long done = 0;
    while (done < target.byteSize()) {
      MemorySegment rest = target.asSlice(done);
      long offset = position + done;
      long count =
          retry(
              "read",
              path,
              () ->
                  (long)
                      Libc.PREAD.invokeExact(Libc.errnoSlot(), fd, rest, rest.byteSize(), offset));
      if (count == 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  private long readHeap(long position, MemorySegment target) throws PosixException {
    MemorySegment buffer = TransferBuffers.take();
    try {
      long done = 0;
      while (done < target.byteSize()) {
        long want = Math.min(buffer.byteSize(), target.byteSize() - done);
        long count = readNative(position + done, buffer.asSlice(0, want));
        MemorySegment.copy(buffer, 0, target, done, count);
        done += count;
        if (count < want) {
          break;
        }
      }
      return done;
    } finally {
      TransferBuffers.give(buffer);
    }
  }

  /** Writes all of {@code source}; after a failure an unknown head of it is written. */
  public void write(long position, MemorySegment source) throws PosixException {
    if (source.isNative()) {
      writeNative(position, source);
    } else {
      writeHeap(position, source);
    }
  }

  private void writeNative(long position, MemorySegment source) throws PosixException {
    long done = 0;
    while (done < source.byteSize()) {
      MemorySegment rest = source.asSlice(done);
      long offset = position + done;
      done +=
          retry(
              "write",
              path,
              () ->
                  (long)
                      Libc.PWRITE.invokeExact(Libc.errnoSlot(), fd, rest, rest.byteSize(), offset));
    }
  }

  private void writeHeap(long position, MemorySegment source) throws PosixException {
    MemorySegment buffer = TransferBuffers.take();
    try {
      for (long done = 0; done < source.byteSize(); done += buffer.byteSize()) {
        long count = Math.min(buffer.byteSize(), source.byteSize() - done);
        MemorySegment.copy(source, done, buffer, 0, count);
        writeNative(position + done, buffer.asSlice(0, count));
      }
    } finally {
      TransferBuffers.give(buffer);
    }
  }

  /** Cuts the file, or extends it by a hole. */
  public void truncate(long size) throws PosixException {
    retry("truncate", path, () -> (int) Libc.FTRUNCATE.invokeExact(Libc.errnoSlot(), fd, size));
  }

  /** Takes blocks for a range without changing content or size; nothing where unsupported. */
  public void allocate(ByteRange range) throws PosixException {
    fallocate("allocate", FALLOC_KEEP_SIZE, range);
  }

  /** Frees the blocks of a range, which reads as zeros then; nothing where unsupported. */
  public void punch(ByteRange range) throws PosixException {
    fallocate("punch", FALLOC_KEEP_SIZE | FALLOC_PUNCH_HOLE, range);
  }

  private void fallocate(String operation, int mode, ByteRange range) throws PosixException {
    try {
      retry(
          operation,
          path,
          () ->
              (int)
                  Libc.FALLOCATE.invokeExact(
                      Libc.errnoSlot(), fd, mode, range.offset(), range.length()));
    } catch (PosixException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
    }
  }

  /** Brings content and size to stable storage. */
  public void syncData() throws PosixException {
    retry("sync", path, () -> (int) Libc.FDATASYNC.invokeExact(Libc.errnoSlot(), fd));
  }

  /** Brings all of it to stable storage; of a directory, its names. */
  public void sync() throws PosixException {
    retry("sync", path, () -> (int) Libc.FSYNC.invokeExact(Libc.errnoSlot(), fd));
  }

  /** Brings the whole file system it lies on to stable storage. */
  public void syncFileSystem() throws PosixException {
    retry("sync", path, () -> (int) Libc.SYNCFS.invokeExact(Libc.errnoSlot(), fd));
  }

  /**
   * Locks the file against every other opener until closed.
   *
   * @return false when another holds it
   */
  public boolean tryLock() throws PosixException {
    try {
      retry("lock", path, () -> (int) Libc.FLOCK.invokeExact(Libc.errnoSlot(), fd, LOCK_EX_NB));
      return true;
    } catch (PosixException e) {
      if (e.isWouldBlock()) {
        return false;
      }
      throw e;
    }
  }

  public FileStatus status() throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      // struct statx: size at 40, blocks of 512 at 48, mtime at 112.
      MemorySegment stat = arena.allocate(256, 8);
      MemorySegment noName = arena.allocateFrom("");
      retry(
          "stat",
          path,
          () ->
              (int)
                  Libc.STATX.invokeExact(
                      Libc.errnoSlot(), fd, noName, AT_EMPTY_PATH, STATX_BASIC, stat));
      return new FileStatus(
          stat.get(ValueLayout.JAVA_LONG, 40),
          stat.get(ValueLayout.JAVA_LONG, 48) * 512,
          Instant.ofEpochSecond(
              stat.get(ValueLayout.JAVA_LONG, 112), stat.get(ValueLayout.JAVA_INT, 120)));
    }
  }

  /**
   * The descriptor is gone afterwards, also when the disk reports a failure, which is void here.
   */
  @Override
  public void close() {
    try {
      int ignored = (int) Libc.CLOSE.invokeExact(Libc.errnoSlot(), fd);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  @FunctionalInterface
  private interface Call {
    long invoke() throws Throwable;
  }

  private static long retry(String operation, Path path, Call call) throws PosixException {
    while (true) {
      long result;
      try {
        result = call.invoke();
      } catch (Throwable t) {
        throw Libc.unexpected(t);
      }
      if (result >= 0) {
        return result;
      }
      int errno = Libc.errno();
      if (errno != Errno.EINTR) {
        throw new PosixException(operation, path.toString(), errno);
      }
    }
  }
}
