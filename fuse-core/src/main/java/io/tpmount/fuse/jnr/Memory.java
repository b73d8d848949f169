package io.tpmount.fuse.jnr;

import io.tpmount.fuse.KernelNames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Views of memory that libfuse passes by address. They are valid for the length of the upcall. */
final class Memory {
  private static final long LONGEST_STRING = 1 << 20;

  private Memory() {}

  @SuppressWarnings("restricted")
  static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /** The bytes of a C string, one per character. */
  static String bytesAt(long address) {
    return at(address, LONGEST_STRING).getString(0, StandardCharsets.ISO_8859_1);
  }

  /** The name or target that a C string's bytes stand for. */
  static String nameAt(long address) {
    return name(bytesAt(address));
  }

  static String name(String bytes) {
    return KernelNames.decode(bytes);
  }

  /** Writes a C string, cut to what fits as readlink(2) does. */
  static void putString(MemorySegment target, byte[] bytes) {
    int length = (int) Math.min(bytes.length, target.byteSize() - 1);
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, length);
    target.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
  }
}
