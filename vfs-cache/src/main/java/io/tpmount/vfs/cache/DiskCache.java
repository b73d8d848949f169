package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The disk cache of one bucket and prefix: a sparse data file for each object version, and for each
 * file not yet in the store. Safe for concurrent calls; nothing in it ever waits for the store.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DiskCache implements AutoCloseable {
  private DiskCache() {}

  /**
   * Opens the cache of one identity, making it when absent, and holds its lock until closed.
   *
   * @param identity endpoint, bucket and prefix; names a folder by its hash
   * @throws CacheLockedException when it is in use
   */
  public static DiskCache open(CacheOptions options, String identity) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The file of exactly this version: the one known, else a new one with nothing present. The
   * caller closes it; all callers of one version share one object.
   */
  public CacheFile open(ObjectInfo version) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * A new empty file with no object behind it: dirty, and found again after a crash. The caller
   * closes it.
   */
  public CacheFile create(ObjectKey key, Instant mtime) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The dirty files found at the start, each to be closed by the caller; empty when called again.
   */
  public List<CacheFile> recovered() {
    throw new UnsupportedOperationException();
  }

  /**
   * The modification times of those versions that were written here, which may be other than the
   * store's. Versions not written here are absent.
   */
  public Map<ObjectKey, Instant> knownTimes(List<ObjectInfo> page) throws IOException {
    throw new UnsupportedOperationException();
  }

  public CacheUsage usage() {
    throw new UnsupportedOperationException();
  }

  /** Makes what is cached durable and gives the lock back. Dirty files stay for the next start. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
