package io.tpmount.fuse.sys;

import static io.tpmount.fuse.sys.Native.STATE;
import static io.tpmount.fuse.sys.Native.errno;
import static io.tpmount.fuse.sys.Native.impossible;
import static io.tpmount.fuse.sys.Native.link;
import static io.tpmount.fuse.sys.Native.linkVariadic;
import static io.tpmount.fuse.sys.Native.result;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

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

  private static final MethodHandle UMOUNT2 = link("umount2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STATFS = link("statfs", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle OPEN =
      linkVariadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle GETEUID = link("geteuid", JAVA_INT);
  private static final MethodHandle PREAD =
      link("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle GETEGID = link("getegid", JAVA_INT);
  private static final MethodHandle GETPAGESIZE = link("getpagesize", JAVA_INT);
  private static final MethodHandle MOUNT =
      link("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle IOCTL =
      linkVariadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

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
    return number(GETEUID);
  }

  public static int getegid() {
    return number(GETEGID);
  }

  /** Bytes of a page of memory. */
  public static int getpagesize() {
    return number(GETPAGESIZE);
  }

  private static int number(MethodHandle function) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) function.invokeExact(arena.allocate(STATE));
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

  /** Mounts a file system; 0 or a negated errno. */
  public static int mount(String source, Path target, String type, long flags, String data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(
          state,
          (int)
              MOUNT.invokeExact(
                  state,
                  arena.allocateFrom(source),
                  arena.allocateFrom(target.toString()),
                  arena.allocateFrom(type),
                  flags,
                  arena.allocateFrom(data)));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** What the device answers; {@code argument} is read or written as the request says. */
  public static int ioctl(int fd, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result(state, (int) IOCTL.invokeExact(state, fd, request, argument));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
