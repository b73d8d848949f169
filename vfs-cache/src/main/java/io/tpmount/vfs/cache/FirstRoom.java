package io.tpmount.vfs.cache;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room on a full disk before the index is opened, which needs some itself: data files without
 * a sidecar are clean, whatever the index says, and rows without a file are never trusted.
 */
final class FirstRoom {
  private static final Logger log = LoggerFactory.getLogger(FirstRoom.class);

  /** What an index and its log begin with, and what it takes to drop more in good order. */
  private static final long NEEDED = 4 << 20;

  private final CacheLayout layout;

  FirstRoom(CacheLayout layout) {
    this.layout = layout;
  }

  void make() throws IOException {
    if (isEnough()) {
      return;
    }
    int removed = 0;
    for (Path file : largestFirst()) {
      OptionalLong id = CacheLayout.idOf(file);
      if (id.isPresent() && !Files.exists(layout.sidecarOf(id.getAsLong()))) {
        Files.deleteIfExists(file);
        removed++;
      }
      if (isEnough()) {
        break;
      }
    }
    log.warn("the cache's disk is full: {} cached files were removed to begin with", removed);
  }

  private boolean isEnough() throws IOException {
    FileStore disk = Files.getFileStore(layout.root());
    return disk.getUsableSpace() >= Math.min(NEEDED, disk.getTotalSpace() / 24);
  }

  /** Few have to go. */
  private List<Path> largestFirst() throws IOException {
    try (Stream<Path> files = Files.walk(layout.data(), 2)) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed())
          .toList();
    }
  }
}
