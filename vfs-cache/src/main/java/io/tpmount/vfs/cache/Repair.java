package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.Index.Victim;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.posix.FileStatus;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.cache.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings index and data files together, behind a running mount: rows that hold no more, are not
 * what was written or have no file go, and so do files that neither the index nor a sidecar knows.
 */
final class Repair {
  private static final Logger log = LoggerFactory.getLogger(Repair.class);
  private static final int PAGE = 1000;

  /** A file system may take some blocks for it, later than it tells. */
  private static final long MAP_OF_PIECES = 64 << 10;

  private final CacheContext cache;
  private final ClosedFiles closed;
  private final BooleanSupplier stopped;

  Repair(CacheContext cache, ClosedFiles closed, BooleanSupplier stopped) {
    this.cache = cache;
    this.closed = closed;
    this.stopped = stopped;
  }

  void run() throws IOException {
    dropNotSynced();
    checkRows();
    removeUnknownFiles();
  }

  private void dropNotSynced() throws IOException {
    List<Victim> page = reserve(cache.index().notSyncedBefore(cache.bootId(), PAGE));
    while (!page.isEmpty() && !stopped.getAsBoolean()) {
      closed.drop(cache.space(), page);
      page = reserve(cache.index().notSyncedBefore(cache.bootId(), PAGE));
    }
  }

  private void checkRows() throws IOException {
    List<Victim> page = cache.index().idsAfter(Long.MIN_VALUE, PAGE);
    while (!page.isEmpty() && !stopped.getAsBoolean()) {
      List<Victim> wrong = new ArrayList<>();
      for (Victim victim : page) {
        if (!isAsNoted(victim)) {
          wrong.add(victim);
        }
      }
      closed.drop(cache.space(), reserve(wrong));
      page = cache.index().idsAfter(page.getLast().id(), PAGE);
    }
  }

  private boolean isAsNoted(Victim victim) throws IOException {
    Optional<FileStatus> status = status(victim.id());
    if (status.isEmpty()) {
      return false;
    }
    Optional<IndexRow> row = cache.index().row(victim.id());
    if (Math.abs(status.get().allocated() - victim.allocated()) > MAP_OF_PIECES) {
      correct(victim.id());
    }
    return row.filter(known -> known.version().size() == status.get().size()).isPresent();
  }

  private Optional<FileStatus> status(long id) throws IOException {
    try (NativeFile file = NativeFile.open(cache.layout().dataOf(id), NativeFile.Mode.READ)) {
      return Optional.of(file.status());
    } catch (PosixException e) {
      if (e.isAbsent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Puts the account right where a row is wrong only in what its file takes. */
  private void correct(long id) throws IOException {
    if (!cache.live().startDrop(id)) {
      // Whoever has it open counts it.
      return;
    }
    try {
      // Asked again: it may have been in use since.
      Optional<IndexRow> row = cache.index().row(id);
      Optional<FileStatus> status = status(id);
      if (row.isPresent() && status.isPresent()) {
        long taken = status.get().allocated();
        cache.index().tell(new PutFile(row.get().with(row.get().present(), taken)));
        cache.space().changed(taken - row.get().allocated());
      }
    } finally {
      cache.live().dropped(id);
    }
  }

  private List<Victim> reserve(List<Victim> victims) {
    return victims.stream().flatMap(victim -> closed.reserve(victim.id()).stream()).toList();
  }

  private void removeUnknownFiles() throws IOException {
    long removed = 0;
    try (Stream<Path> files = Files.walk(cache.layout().data(), 2)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (stopped.getAsBoolean()) {
          return;
        }
        OptionalLong id = CacheLayout.idOf(file);
        if (id.isPresent() && isUnknown(id.getAsLong())) {
          Files.deleteIfExists(file);
          removed++;
        }
      }
    }
    if (removed > 0) {
      log.info("removed {} data files that the cache index does not know", removed);
    }
  }

  /** In this order: a file goes from live to the index, and is never in neither. */
  private boolean isUnknown(long id) {
    return !cache.live().isLive(id)
        && !cache.index().hasFile(id)
        && !Files.exists(cache.layout().sidecarOf(id));
  }
}
