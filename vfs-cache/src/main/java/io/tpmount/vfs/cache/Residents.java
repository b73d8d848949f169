package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.EvictionPolicy.Victim;
import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clean pieces on the disk, in the order in which they would go; dirty files have none here.
 * Safe for concurrent calls. What it says of a piece may be late: whoever drops one looks at the
 * file itself.
 *
 * <p>Files of an earlier run come here by and by, the last used first ({@link Housekeeping}). Those
 * that have not come, for lack of time or of room here, are older than all that have: they go
 * first.
 */
final class Residents {
  /** A hundred bytes of heap each. */
  private static final int MOST = 250_000;

  /** Of an earlier run; what is older is known to the index alone. */
  private static final int MOST_LOADED = 120_000;

  private final Extents extents;

  @GuardedBy("this")
  private final EvictionPolicy policy = new EvictionPolicy();

  /** Of closed files, those last used before are not here. */
  private volatile long loadedSince = Long.MAX_VALUE;

  Residents(Extents extents) {
    this.extents = extents;
  }

  Extents extents() {
    return extents;
  }

  /** Bytes of a clean file were put on the disk. */
  synchronized void filled(long file, ByteRange range) {
    for (int extent : extents.of(range)) {
      policy.add(new Piece(file, extent), extents.overlap(range, extent));
    }
    bound();
  }

  /** A use that is not part of the last one. */
  synchronized void used(long file, int extent, long present) {
    policy.use(new Piece(file, extent), present);
    bound();
  }

  /** A file is dirty, or gone. */
  synchronized void forget(long file, long size) {
    for (int extent : extents.of(new ByteRange(0, size))) {
      policy.remove(new Piece(file, extent));
    }
  }

  /** Takes pieces out, to be dropped or put {@link #back}. */
  synchronized List<Victim> take(long bytes) {
    return policy.victims(bytes);
  }

  synchronized void back(Victim victim) {
    policy.keep(victim);
  }

  /**
   * Files of the index, each used before all of the last call.
   *
   * @return whether older ones are wanted
   */
  boolean load(List<IndexRow> page) {
    synchronized (this) {
      for (IndexRow row : page) {
        loadOlder(row);
      }
      if (policy.size() > MOST_LOADED) {
        return false;
      }
    }
    loadedSince = page.getLast().usedAt();
    return true;
  }

  @GuardedBy("this")
  private void loadOlder(IndexRow row) {
    Map<Integer, Long> weights = new TreeMap<>();
    for (ByteRange range : row.present().asList()) {
      for (int extent : extents.of(range)) {
        weights.merge(extent, extents.overlap(range, extent), Long::sum);
      }
    }
    for (Map.Entry<Integer, Long> each : weights.entrySet()) {
      policy.addOlder(new Piece(row.id(), each.getKey()), each.getValue());
    }
  }

  /** All files of the index are here. */
  void loadedAll() {
    loadedSince = Long.MIN_VALUE;
  }

  /** As {@link IndexRow#usedAt}: closed files last used before it go first. */
  long loadedSince() {
    return loadedSince;
  }

  /** What is forgotten here is still found through the index. */
  @GuardedBy("this")
  private void bound() {
    while (policy.size() > MOST) {
      policy.victims(1);
    }
  }
}
