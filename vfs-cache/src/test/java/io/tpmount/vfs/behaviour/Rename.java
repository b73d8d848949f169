package io.tpmount.vfs.behaviour;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Map;

/** rename(2), which {@link java.nio.file.Files#move} replaces by other calls in some cases. */
@SuppressWarnings("restricted")
final class Rename {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle RENAME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("rename"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              Linker.Option.captureCallState("errno"));

  private static final Map<Integer, String> ERRNOS =
      Map.of(2, "ENOENT", 16, "EBUSY", 20, "ENOTDIR", 21, "EISDIR", 22, "EINVAL", 39, "ENOTEMPTY");

  private Rename() {}

  static void rename(Path from, Path to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int)
              RENAME.invokeExact(
                  state, arena.allocateFrom(from.toString()), arena.allocateFrom(to.toString()));
      if (result != 0) {
        int errno = (int) ERRNO.get(state, 0L);
        throw new Shell.Refused(ERRNOS.getOrDefault(errno, "errno " + errno));
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
