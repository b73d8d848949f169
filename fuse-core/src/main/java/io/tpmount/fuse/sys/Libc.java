package io.tpmount.fuse.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls that the Java library does not offer. Results are the kernel's: what is not negative
 * is an answer, what is negative a negated errno.
 */
public final class Libc {
  public static final int O_RDONLY = 0;
  public static final int O_RDWR = 2;
  public static final int O_CLOEXEC = 0x80000;

  /** umount2: fail what is under way first. */
  public static final int MNT_FORCE = 1;

  /** umount2: detach at once, end when the last user is gone. */
  public static final int MNT_DETACH = 2;

  private static final int STATFS_BYTES = 256;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker.Option SAVE_ERRNO = Linker.Option.captureCallState("errno");

  private static final MethodHandle UMOUNT2 = link("umount2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STATFS = link("statfs", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle OPEN =
      linkVariadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle GETEUID = link("geteuid", JAVA_INT);
  private static final MethodHandle PREAD =
      link("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);

  private Libc() {}

  public static int umount2(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(state, (int) UMOUNT2.invokeExact(state, arena.allocateFrom(path), flags));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Asks the file system at {@code path} for a sign of life; 0 when it gives one. */
  public static int statfs(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment ignored = arena.allocate(STATFS_BYTES, Long.BYTES);
      return result(state, (int) STATFS.invokeExact(state, arena.allocateFrom(path), ignored));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** A file descriptor. */
  public static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(state, (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int geteuid() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) GETEUID.invokeExact(arena.allocate(STATE));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Bytes read into {@code target}; fewer than its size only at the end of the file. */
  public static long pread(int fd, MemorySegment target, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long done = 0;
      while (done < target.byteSize()) {
        MemorySegment rest = target.asSlice(done);
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

  private static int result(MemorySegment state, int result) {
    return result < 0 ? -errno(state) : result;
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static MethodHandle link(String name, ValueLayout result, ValueLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), SAVE_ERRNO);
  }

  private static MethodHandle linkVariadic(String name, FunctionDescriptor type, int fixed) {
    return link(name, type, SAVE_ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  /** Native calls throw nothing of their own. */
  private static RuntimeException impossible(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
