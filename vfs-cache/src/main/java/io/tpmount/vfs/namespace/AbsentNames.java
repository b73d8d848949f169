package io.tpmount.vfs.namespace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Ticker;
import io.tpmount.vfs.Invalidations;
import io.tpmount.vfs.NodeId;
import java.time.Duration;

/** Names that the store was just asked for and did not have. */
final class AbsentNames {
  private static final int MOST = 200_000;

  private record Key(NodeId directory, String name) {}

  private final Cache<Key, Boolean> names;

  AbsentNames(Duration believed, Ticker ticker) {
    names =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(believed)
            .ticker(ticker::read)
            .build();
  }

  boolean contains(DirectoryNode directory, String name) {
    return names.getIfPresent(new Key(directory.id(), name)) != null;
  }

  void add(DirectoryNode directory, String name) {
    names.put(new Key(directory.id(), name), Boolean.TRUE);
  }

  void remove(DirectoryNode directory, String name) {
    names.invalidate(new Key(directory.id(), name));
  }

  /** Forgets them all, and tells of each. */
  void clear(Invalidations told) {
    names.asMap().keySet().forEach(key -> told.name(key.directory(), key.name()));
    names.invalidateAll();
  }
}
