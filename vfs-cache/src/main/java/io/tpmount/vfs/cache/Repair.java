package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.Index.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings index and data files together, behind a running mount: rows that hold no more or have no
 * file go, and so do files that neither the index nor a sidecar knows.
 */
final class Repair {
  private static final Logger log = LoggerFactory.getLogger(Repair.class);
  private static final int PAGE = 1000;

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
    dropRowsWithoutFile();
    removeUnknownFiles();
  }

  private void dropNotSynced() throws IOException {
    List<Victim> page = reserve(cache.index().notSyncedBefore(cache.bootId(), PAGE));
    while (!page.isEmpty() && !stopped.getAsBoolean()) {
      closed.drop(cache.space(), page);
      page = reserve(cache.index().notSyncedBefore(cache.bootId(), PAGE));
    }
  }

  private void dropRowsWithoutFile() throws IOException {
    List<Victim> page = cache.index().idsAfter(Long.MIN_VALUE, PAGE);
    while (!page.isEmpty() && !stopped.getAsBoolean()) {
      List<Victim> without =
          page.stream()
              .filter(victim -> !Files.exists(cache.layout().dataOf(victim.id())))
              .toList();
      closed.drop(cache.space(), reserve(without));
      page = cache.index().idsAfter(page.getLast().id(), PAGE);
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
