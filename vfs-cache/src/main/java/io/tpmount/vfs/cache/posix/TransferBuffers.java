package io.tpmount.vfs.cache.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native buffers through which bytes of the heap travel to and from a descriptor. Pinning the heap
 * array during the call instead would hold up the garbage collector for as long as a disk does.
 */
final class TransferBuffers {
  static final long SIZE = 256 << 10;

  private static final ConcurrentLinkedQueue<MemorySegment> FREE = new ConcurrentLinkedQueue<>();

  private TransferBuffers() {}

  static MemorySegment take() {
    MemorySegment free = FREE.poll();
    return free != null ? free : Arena.ofAuto().allocate(SIZE, 64);
  }

  static void give(MemorySegment buffer) {
    FREE.add(buffer);
  }
}
