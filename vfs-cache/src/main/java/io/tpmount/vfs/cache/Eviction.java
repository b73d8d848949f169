package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.EvictionPolicy.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes room, in the order of {@link EvictionPolicy}: pieces of files, open or closed, never what
 * is dirty, leased, pinned or just fetched. Any number of threads evict at a time, each its own
 * victims.
 */
final class Eviction implements Space.Evictor {
  private static final long REST_NANOS = 50_000_000;

  private final Residents residents;
  private final LiveFiles live;
  private final ClosedFiles closed;
  private final EvictionProgress progress = new EvictionProgress();

  /** Until then (by {@link System#nanoTime}) looking again is of no use. */
  private final AtomicLong restUntil = new AtomicLong(System.nanoTime());

  Eviction(Residents residents, LiveFiles live, ClosedFiles closed) {
    this.residents = residents;
    this.live = live;
    this.closed = closed;
  }

  @Override
  public long free(Space space, long bytes) throws IOException {
    if (System.nanoTime() - restUntil.get() < 0) {
      return 0;
    }
    long freed;
    long before;
    do {
      before = progress.begin();
      freed = 0;
      try {
        freed = freeOnce(space, bytes);
      } finally {
        progress.end(freed);
      }
    } while (freed == 0 && progress.awaitFreed(before));
    if (freed == 0) {
      restUntil.set(System.nanoTime() + REST_NANOS);
    }
    return freed;
  }

  private long freeOnce(Space space, long bytes) throws IOException {
    long freed = closed.freeUnused(space, bytes, residents.loadedSince());
    if (freed < bytes) {
      freed += freePieces(space, bytes - freed);
    }
    if (freed < bytes) {
      freed += closed.freeUnused(space, bytes - freed, Long.MAX_VALUE);
    }
    return freed;
  }

  /** Looks at more and more pieces while those it was given cannot be dropped. */
  private long freePieces(Space space, long bytes) throws IOException {
    List<Victim> kept = new ArrayList<>();
    try {
      long freed = 0;
      long ask = bytes;
      List<Victim> victims = residents.take(ask);
      while (!victims.isEmpty()) {
        freed += drop(space, victims, kept);
        if (freed >= bytes) {
          break;
        }
        ask *= 2;
        victims = residents.take(ask);
      }
      return freed;
    } finally {
      kept.forEach(residents::back);
    }
  }

  private long drop(Space space, List<Victim> victims, List<Victim> kept) throws IOException {
    long freed = 0;
    Map<Long, List<Victim>> ofClosed = new LinkedHashMap<>();
    for (Victim victim : victims) {
      Optional<CacheFile> file = live.hold(victim.piece().file());
      if (file.isEmpty()) {
        ofClosed.computeIfAbsent(victim.piece().file(), _ -> new ArrayList<>()).add(victim);
        continue;
      }
      try (CacheFile held = file.get()) {
        CacheFile.Evicted evicted = held.evict(victim.piece().extent());
        freed += evicted.freed();
        if (evicted.holdsMore()) {
          kept.add(victim);
        }
      }
    }
    return freed + closed.dropPieces(space, ofClosed, kept);
  }

  /** Drops what nobody has used for so long, of closed files and of open ones. */
  void dropOlderThan(Space space, long nanos) throws IOException {
    long before = IndexRow.now() - TimeUnit.NANOSECONDS.toMicros(nanos);
    closed.freeUnused(space, Long.MAX_VALUE, before);
    for (CacheFile file : live.all()) {
      if (live.retain(file)) {
        try (file) {
          file.evictUnusedFor(nanos);
        }
      }
    }
  }
}
