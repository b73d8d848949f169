package io.tpmount.vfs.cache.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The C library's file calls. Each takes the calling thread's {@link #errnoSlot} first, and returns
 * what C does.
 */
@SuppressWarnings("restricted")
final class Libc {
  static final MethodHandle OPEN =
      link("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle PREAD =
      link("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  static final MethodHandle PWRITE =
      link("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  static final MethodHandle FTRUNCATE =
      link("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  static final MethodHandle FALLOCATE =
      link("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  static final MethodHandle FDATASYNC =
      link("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle FSYNC = link("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle SYNCFS = link("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle FLOCK =
      link("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  // statx, because struct stat differs between architectures.
  static final MethodHandle STATX =
      link(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  private static final MethodHandle STRERROR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> SLOT =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Libc() {}

  /** Where calls of this thread leave errno. */
  static MemorySegment errnoSlot() {
    return SLOT.get();
  }

  /** The errno that the last failed call of this thread left. */
  static int errno() {
    return (int) ERRNO.get(SLOT.get(), 0L);
  }

  /** The C library's words for an errno. */
  static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** A downcall itself throws only for a wrong argument type or a closed arena: a bug. */
  static AssertionError unexpected(Throwable t) {
    return new AssertionError("native call", t);
  }

  private static MethodHandle link(String name, FunctionDescriptor type) {
    return link(name, Optional.empty(), type);
  }

  private static MethodHandle link(String name, int firstVariadic, FunctionDescriptor type) {
    return link(name, Optional.of(Linker.Option.firstVariadicArg(firstVariadic)), type);
  }

  private static MethodHandle link(
      String name, Optional<Linker.Option> variadic, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
    Linker.Option errno = Linker.Option.captureCallState("errno");
    return variadic
        .map(option -> linker.downcallHandle(symbol, type, errno, option))
        .orElseGet(() -> linker.downcallHandle(symbol, type, errno));
  }
}
