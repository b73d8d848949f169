package io.tpmount.vfs.engine;

import java.util.concurrent.atomic.LongAdder;

/** How many bytes reads found in the cache, and for how many they had to wait. */
final class ReadCounts {
  private final LongAdder atHand = new LongAdder();
  private final LongAdder awaited = new LongAdder();

  void foundAtHand(long bytes) {
    atHand.add(bytes);
  }

  void waitedFor(long bytes) {
    awaited.add(bytes);
  }

  long atHand() {
    return atHand.sum();
  }

  long awaited() {
    return awaited.sum();
  }
}
