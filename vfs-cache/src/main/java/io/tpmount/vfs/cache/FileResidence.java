package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a file is on the disk and why it stays there: leases, pins, use. Its fields are guarded
 * by the file's own monitor.
 */
final class FileResidence {
  private final FileCore core;
  private final Residents residents;

  @GuardedBy("core")
  private final Leases leases;

  @GuardedBy("core")
  private int pins;

  /** What the account counts for all pins together. */
  @GuardedBy("core")
  private long pinned;

  FileResidence(FileCore core) {
    this.core = core;
    this.residents = core.cache.residents();
    this.leases = new Leases(residents.extents(), System.nanoTime());
  }

  Optional<ByteRange> lease(ByteRange range) {
    synchronized (core) {
      ByteRange held = range.clampTo(core.get(c -> c.size));
      if (!core.get(c -> c.missing(held)).isEmpty()) {
        return Optional.empty();
      }
      leases.add(held, System.nanoTime(), this::used);
      return Optional.of(held);
    }
  }

  private void used(int extent) {
    if (core.standing() instanceof Standing.Clean) {
      residents.used(core.id, extent, present(extent));
    }
  }

  private long present(int extent) {
    ByteRange piece = residents.extents().range(extent);
    return core.get(c -> c.present.within(piece)).stream().mapToLong(ByteRange::length).sum();
  }

  void endLease(ByteRange held) {
    synchronized (core) {
      leases.remove(held);
    }
  }

  /**
   * Keeps all of the file from being dropped.
   *
   * @return whether it is kept, until {@link #unpin}
   */
  boolean pin() {
    synchronized (core) {
      long size = core.get(c -> c.size);
      boolean whole = core.get(c -> c.missing(new ByteRange(0, size))).isEmpty();
      if (!whole || size == 0 || !(core.standing() instanceof Standing.Clean)) {
        return false;
      }
      if (pins == 0) {
        if (!core.cache.space().tryPin(size)) {
          return false;
        }
        pinned = size;
      }
      pins++;
      return true;
    }
  }

  void unpin() {
    synchronized (core) {
      if (--pins == 0) {
        core.cache.space().unpin(pinned);
      }
    }
  }

  /** Bytes of the base are in the data file. */
  void filled(ByteRange range) {
    synchronized (core) {
      core.present(range);
      leases.filled(range, System.nanoTime());
      if (core.standing() instanceof Standing.Clean) {
        residents.filled(core.id, range);
      }
    }
  }

  /** Takes whole blocks of a piece that is clean and not held out of what counts as present. */
  List<ByteRange> drop(int extent) {
    List<ByteRange> dropped = new ArrayList<>();
    synchronized (core) {
      if (!(core.standing() instanceof Standing.Clean) || pins > 0) {
        return dropped;
      }
      long size = core.get(c -> c.size);
      Ranges present = core.get(c -> c.present.copy());
      for (ByteRange range : leases.droppable(present, extent, System.nanoTime())) {
        ByteRange blocks = Blocks.inside(range, size);
        if (!blocks.isEmpty()) {
          dropped.add(blocks);
        }
      }
      core.absent(dropped);
      if (!holds(extent)) {
        leases.dropped(extent);
      }
    }
    return dropped;
  }

  /** Whether there is something left of a piece to be dropped another time. */
  boolean holds(int extent) {
    synchronized (core) {
      return core.standing() instanceof Standing.Clean && present(extent) >= Blocks.SIZE;
    }
  }

  /** The pieces that were neither fetched nor read for so many nanoseconds. */
  List<Integer> unusedFor(long period) {
    synchronized (core) {
      Ranges present = core.get(c -> c.present.copy());
      return leases.unusedFor(present, period, System.nanoTime());
    }
  }
}
