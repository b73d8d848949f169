package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The ranges of a file that are being read from outside, and which of its pieces were fetched or
 * read lately. Not safe for concurrent use.
 */
final class Leases {
  /**
   * So long what was fetched waits for its reader, and so long the many small reads that go through
   * a piece are one use of it.
   */
  private static final long RECENTLY = 10_000_000_000L;

  private static final class Use {
    long countedAt;
    long filledAt;

    /** Where the reads in this piece have come to. */
    long readEnd;

    Use(long nanos) {
      countedAt = nanos;
      filledAt = nanos - 2 * RECENTLY;
    }
  }

  private final Extents extents;
  private final long since;
  private final List<ByteRange> held = new ArrayList<>();
  private final Map<Integer, Use> uses = new HashMap<>();

  /**
   * @param nanos the time now, as {@link System#nanoTime}; so everywhere here
   */
  Leases(Extents extents, long nanos) {
    this.extents = extents;
    this.since = nanos;
  }

  /**
   * @param newUse hears of each piece whose reading is not part of an earlier use
   */
  void add(ByteRange range, long nanos, IntConsumer newUse) {
    held.add(range);
    for (int extent : extents.of(range)) {
      read(extent, range.end(), nanos, newUse);
    }
  }

  private void read(int extent, long end, long nanos, IntConsumer newUse) {
    Use use = uses.get(extent);
    if (use == null) {
      use = new Use(nanos);
      uses.put(extent, use);
      newUse.accept(extent);
    } else if (nanos - use.countedAt > RECENTLY) {
      use.countedAt = nanos;
      newUse.accept(extent);
    }
    use.readEnd = Math.max(use.readEnd, end);
  }

  void remove(ByteRange range) {
    held.remove(range);
  }

  void filled(ByteRange range, long nanos) {
    for (int extent : extents.of(range)) {
      uses.computeIfAbsent(extent, _ -> new Use(nanos)).filledAt = nanos;
    }
  }

  void dropped(int extent) {
    uses.remove(extent);
  }

  /**
   * What of {@code present} in a piece may be dropped: not what is held, nor what was just fetched
   * and lies ahead of its reader.
   */
  List<ByteRange> droppable(Ranges present, int extent, long nanos) {
    ByteRange piece = extents.range(extent);
    Use use = uses.get(extent);
    if (use != null && nanos - use.filledAt <= RECENTLY) {
      piece = piece.clampTo(Math.max(piece.offset(), use.readEnd));
    }
    Ranges free = new Ranges();
    present.within(piece).forEach(free::add);
    held.forEach(free::remove);
    return free.asList();
  }

  /** The pieces of {@code present} that nobody has fetched or read for so long. */
  List<Integer> unusedFor(Ranges present, long period, long nanos) {
    List<Integer> old = new ArrayList<>();
    if (nanos - since > period) {
      for (ByteRange range : present.asList()) {
        for (int extent : extents.of(range)) {
          if (nanos - lastUse(extent) > period) {
            old.add(extent);
          }
        }
      }
    }
    return old;
  }

  private long lastUse(int extent) {
    Use use = uses.get(extent);
    if (use == null) {
      return since;
    }
    return use.countedAt - use.filledAt > 0 ? use.countedAt : use.filledAt;
  }
}
