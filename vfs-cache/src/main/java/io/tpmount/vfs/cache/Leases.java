package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;

/** The ranges of a file that are being read from outside. Not safe for concurrent use. */
final class Leases {
  private static final long RECENTLY = 10_000_000_000L;

  private final List<ByteRange> held = new ArrayList<>();
  private long lastEnd;
  private long lastNanos;
  private boolean everHeld;

  void add(ByteRange range, long nanos) {
    held.add(range);
    lastEnd = range.end();
    lastNanos = nanos;
    everHeld = true;
  }

  void remove(ByteRange range) {
    held.remove(range);
  }

  /**
   * What of {@code present} may be dropped, best first: what a reader has left behind; then, if the
   * file rests, all else from the end. What lies ahead of a reader at work was fetched for it.
   */
  List<ByteRange> droppable(Ranges present, long nanos) {
    Ranges free = present.copy();
    held.forEach(free::remove);
    List<ByteRange> order = new ArrayList<>(free.within(new ByteRange(0, lastEnd)));
    if (!everHeld || nanos - lastNanos > RECENTLY) {
      order.addAll(free.within(ByteRange.between(lastEnd, Long.MAX_VALUE)).reversed());
    }
    return order;
  }
}
