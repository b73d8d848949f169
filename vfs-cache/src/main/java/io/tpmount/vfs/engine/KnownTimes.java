package io.tpmount.vfs.engine;

import io.tpmount.vfs.cache.DiskCache;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modification times the cache remembers; without the cache's disk, the store's times have to
 * do.
 */
record KnownTimes(DiskCache cache) {
  private static final Logger LOG = LoggerFactory.getLogger(KnownTimes.class);

  Map<ObjectKey, Instant> of(List<ObjectInfo> page) {
    try {
      return cache.knownTimes(page);
    } catch (IOException e) {
      LOG.warn("Showing the store's times of {} files: {}", page.size(), e.getMessage());
      return Map.of();
    }
  }
}
