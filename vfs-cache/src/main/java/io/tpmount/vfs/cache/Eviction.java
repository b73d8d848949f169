package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.Index.Victim;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes room: whole closed files, those longest unused first, then ranges of files in use. Never
 * what is dirty or being read. Any number of threads evict at a time, each its own victims.
 */
final class Eviction implements Space.Evictor {
  private static final int LOOK_AT = 256;
  private static final long REST_NANOS = 50_000_000;

  private final CacheLayout layout;
  private final Index index;
  private final LiveFiles live;

  /** Until then (by {@link System#nanoTime}) looking again is of no use. */
  private final AtomicLong restUntil = new AtomicLong(System.nanoTime());

  Eviction(CacheLayout layout, Index index, LiveFiles live) {
    this.layout = layout;
    this.index = index;
    this.live = live;
  }

  @Override
  public long free(Space space, long bytes) throws IOException {
    if (System.nanoTime() - restUntil.get() < 0) {
      return 0;
    }
    long freed = freeClosed(space, bytes, Long.MAX_VALUE);
    if (freed < bytes) {
      freed += freeOpen(bytes - freed);
    }
    if (freed == 0) {
      restUntil.set(System.nanoTime() + REST_NANOS);
    }
    return freed;
  }

  /**
   * Drops closed files that were last used before a time, as {@link IndexRow#usedAt}.
   *
   * @return bytes freed, at least {@code bytes} if there were so many
   */
  long freeClosed(Space space, long bytes, long usedBefore) throws IOException {
    long freed = 0;
    Victim last = Victim.NONE;
    while (freed < bytes) {
      List<Victim> page = index.leastRecentlyUsed(last, LOOK_AT);
      if (page.isEmpty() || page.getFirst().usedAt() >= usedBefore) {
        return freed;
      }
      last = page.getLast();
      freed += drop(space, choose(page, bytes - freed, usedBefore));
    }
    return freed;
  }

  private List<Victim> choose(List<Victim> page, long bytes, long usedBefore) {
    List<Victim> chosen = new ArrayList<>();
    long sum = 0;
    for (Victim victim : page) {
      if (sum >= bytes || victim.usedAt() >= usedBefore) {
        break;
      }
      Optional<Victim> reserved = reserve(victim.id());
      reserved.ifPresent(chosen::add);
      sum += reserved.map(Victim::allocated).orElse(0L);
    }
    return chosen;
  }

  /** Reserves a closed file for {@link #drop}; empty when it is in use, or gone. */
  Optional<Victim> reserve(long id) {
    if (!live.startDrop(id)) {
      return Optional.empty();
    }
    // Asked again: it may have been dropped, or changed, since it was found.
    Optional<Victim> victim = index.victim(id);
    if (victim.isEmpty()) {
      live.dropped(id);
    }
    return victim;
  }

  /** Drops files reserved for it: first nothing claims them, then they go. */
  long drop(Space space, List<Victim> victims) throws IOException {
    if (victims.isEmpty()) {
      return 0;
    }
    try {
      index.apply(
          Durability.CRASH,
          victims.stream().map(victim -> new RemoveFile(victim.id())).toArray(IndexChange[]::new));
      long freed = 0;
      for (Victim victim : victims) {
        Files.deleteIfExists(layout.dataOf(victim.id()));
        space.fileRemoved();
        space.changed(-victim.allocated());
        freed += victim.allocated();
      }
      return freed;
    } finally {
      victims.forEach(victim -> live.dropped(victim.id()));
    }
  }

  private long freeOpen(long bytes) throws IOException {
    long freed = 0;
    for (CacheFile file : live.all()) {
      if (freed >= bytes) {
        break;
      }
      if (!file.isDirtyOrDiscarded() && live.retain(file)) {
        try {
          freed += file.evict(bytes - freed);
        } finally {
          file.close();
        }
      }
    }
    return freed;
  }
}
