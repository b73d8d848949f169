package io.tpmount.fuse.jnr;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.Names;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * libfuse's function that takes a directory's entries, during one readdir. Called through
 * java.lang.foreign: jnr would generate a class for each function pointer it is handed.
 */
final class DirFiller implements AutoCloseable {
  private static final MethodHandle FILL = link();

  private final MemorySegment function;
  private final MemorySegment buffer;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment stat = arena.allocate(StatBuffer.BYTES, Long.BYTES);
  private final MemorySegment name = arena.allocate(Names.MAX_BYTES + 1L);

  DirFiller(long function, long buffer) {
    this.function = MemorySegment.ofAddress(function);
    this.buffer = MemorySegment.ofAddress(buffer);
  }

  /**
   * Whether there was room for it. A cookie that is not zero makes libfuse stop at the size of the
   * request instead of collecting the whole directory.
   */
  boolean add(DirEntry entry) {
    byte[] bytes = Names.encode(entry.name());
    MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
    name.set(JAVA_BYTE, bytes.length, (byte) 0);
    StatBuffer.write(entry.attr(), stat);
    try {
      return (int) FILL.invokeExact(function, buffer, name, stat, entry.cookie()) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  }
}
