package io.tpmount.fuse.sys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Links C functions whose errno is kept, and reads it. */
final class Native {
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker.Option SAVE_ERRNO = Linker.Option.captureCallState("errno");

  private Native() {}

  static MethodHandle link(String name, ValueLayout result, ValueLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), SAVE_ERRNO);
  }

  static MethodHandle linkVariadic(String name, FunctionDescriptor type, int fixed) {
    return link(name, type, SAVE_ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  /** The result of a call, or its errno negated. */
  static int result(MemorySegment state, int result) {
    return result < 0 ? -errno(state) : result;
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** Native calls throw nothing of their own. */
  static RuntimeException impossible(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
