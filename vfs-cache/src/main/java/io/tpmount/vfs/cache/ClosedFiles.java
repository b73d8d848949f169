package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.Index.Victim;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drops, of the files that the index alone knows, some or all: first nothing claims it, then it
 * goes. Safe for concurrent calls, each of which reserves its own files.
 */
final class ClosedFiles {
  private static final int LOOK_AT = 256;

  /** A file without some of its pieces. */
  private record Cut(IndexRow old, IndexRow left, List<ByteRange> gone) {
    boolean isAll() {
      return left.present().total() < Blocks.SIZE;
    }

    IndexChange change() {
      return isAll() ? new RemoveFile(old.id()) : new PutFile(left);
    }

    /** A power loss must not bring back a claim to a hole. */
    Durability durability() {
      return !isAll() && old.everSynced() ? Durability.POWER : Durability.CRASH;
    }
  }

  private final CacheLayout layout;
  private final Index index;
  private final LiveFiles live;
  private final Extents extents;

  ClosedFiles(CacheLayout layout, Index index, LiveFiles live, Extents extents) {
    this.layout = layout;
    this.index = index;
    this.live = live;
    this.extents = extents;
  }

  /**
   * Drops whole files, those longest unused first, that were last used before a time as {@link
   * IndexRow#usedAt}.
   *
   * @return bytes freed, at least {@code bytes} if there were so many
   */
  long freeUnused(Space space, long bytes, long usedBefore) throws IOException {
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

  /** Drops files reserved for it. */
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
        freed += delete(space, victim.id(), victim.allocated());
      }
      return freed;
    } finally {
      victims.forEach(victim -> live.dropped(victim.id()));
    }
  }

  private long delete(Space space, long id, long allocated) throws IOException {
    Files.deleteIfExists(layout.dataOf(id));
    space.fileRemoved();
    space.changed(-allocated);
    return allocated;
  }

  /**
   * Drops pieces, by file, of those files that are closed.
   *
   * @param kept gets those of files that were opened or are at other work
   */
  long dropPieces(
      Space space, Map<Long, List<EvictionPolicy.Victim>> pieces, List<EvictionPolicy.Victim> kept)
      throws IOException {
    List<Cut> cuts = new ArrayList<>();
    try {
      pieces.forEach(
          (id, victims) -> {
            if (live.startDrop(id)) {
              cut(id, victims).ifPresent(cuts::add);
            } else {
              kept.addAll(victims);
            }
          });
      if (cuts.isEmpty()) {
        return 0;
      }
      Durability durability =
          cuts.stream().anyMatch(cut -> cut.durability() == Durability.POWER)
              ? Durability.POWER
              : Durability.CRASH;
      index.apply(durability, cuts.stream().map(Cut::change).toArray(IndexChange[]::new));
      long freed = 0;
      for (Cut cut : cuts) {
        freed += cut.isAll() ? delete(space, cut.old.id(), cut.old.allocated()) : punch(space, cut);
      }
      return freed;
    } finally {
      cuts.forEach(cut -> live.dropped(cut.old.id()));
    }
  }

  private Optional<Cut> cut(long id, List<EvictionPolicy.Victim> victims) {
    Optional<IndexRow> row = index.row(id);
    if (row.isEmpty()) {
      live.dropped(id);
    }
    return row.map(found -> cut(found, victims));
  }

  private Cut cut(IndexRow row, List<EvictionPolicy.Victim> victims) {
    Ranges left = row.present().copy();
    List<ByteRange> gone = new ArrayList<>();
    for (EvictionPolicy.Victim victim : victims) {
      for (ByteRange range : row.present().within(extents.range(victim.piece().extent()))) {
        ByteRange blocks = Blocks.inside(range, row.version().size());
        left.remove(blocks);
        if (!blocks.isEmpty()) {
          gone.add(blocks);
        }
      }
    }
    long freed = gone.stream().mapToLong(ByteRange::length).sum();
    return new Cut(row, row.with(left, Math.max(0, row.allocated() - freed)), gone);
  }

  private long punch(Space space, Cut cut) throws IOException {
    try (NativeFile file = NativeFile.open(layout.dataOf(cut.old.id()), NativeFile.Mode.WRITE)) {
      for (ByteRange range : cut.gone) {
        file.punch(Blocks.around(range));
      }
      long allocated = file.status().allocated();
      if (allocated != cut.left.allocated()) {
        index.tell(new PutFile(cut.left.with(cut.left.present(), allocated)));
      }
      space.changed(allocated - cut.old.allocated());
      return cut.old.allocated() - allocated;
    }
  }
}
