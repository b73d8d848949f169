package io.tpmount.vfs.cache;

import com.google.common.util.concurrent.Striped;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.MarkSynced;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk cache of one bucket and prefix: a sparse data file for each object version, and for each
 * file not yet in the store. Safe for concurrent calls; nothing in it ever waits for the store.
 *
 * <p>What is clean is known by the {@link Index}, what is dirty by its {@link Sidecar}; neither
 * needs the other.
 */
public final class DiskCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskCache.class);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final CacheContext cache;
  private final CacheLock lock;
  private final Housekeeping housekeeping;

  /** One opener of a version at a time; held during a look into the index. */
  private final Striped<Lock> opening = Striped.lock(64);

  @GuardedBy("this")
  private List<CacheFile> recovered;

  private DiskCache(CacheContext cache, CacheLock lock, Housekeeping housekeeping)
      throws IOException {
    this.cache = cache;
    this.lock = lock;
    this.housekeeping = housekeeping;
    this.recovered = new Recovery(cache).run();
  }

  /**
   * Opens the cache of one identity, making it when absent, and holds its lock until closed.
   *
   * @param identity endpoint, bucket and prefix; names a folder by its hash
   * @throws CacheLockedException when it is in use
   */
  public static DiskCache open(CacheOptions options, String identity) throws IOException {
    return open(options, identity, ProtocolStep.Listener.NONE);
  }

  static DiskCache open(CacheOptions options, String identity, ProtocolStep.Listener steps)
      throws IOException {
    CacheLayout layout = CacheLayout.create(options.directory(), identity);
    CacheLock lock = CacheLock.take(layout);
    try {
      return open(options, layout, lock, steps);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Damage of the index that shows only as it is written to is found here, and not in use. */
  private static DiskCache open(
      CacheOptions options, CacheLayout layout, CacheLock lock, ProtocolStep.Listener steps)
      throws IOException {
    new FirstRoom(layout).make();
    SqliteLibrary.load(layout.nativeLibrary());
    try {
      return openOnce(options, layout, lock, steps);
    } catch (IOException e) {
      if (!Files.exists(layout.indexDamaged())) {
        throw e;
      }
    }
    return openOnce(options, layout, lock, steps);
  }

  private static DiskCache openOnce(
      CacheOptions options, CacheLayout layout, CacheLock lock, ProtocolStep.Listener steps)
      throws IOException {
    Index index = Index.open(layout);
    LiveFiles live = new LiveFiles();
    try {
      Residents residents = new Residents(Extents.forLimit(options.maxSize()));
      ClosedFiles closed = new ClosedFiles(layout, index, live, residents.extents());
      Eviction eviction = new Eviction(residents, live, closed);
      Space space = new Space(options, eviction);
      CacheContext cache =
          new CacheContext(
              layout,
              index,
              live,
              residents,
              space,
              new DiskHealth(),
              OpenFiles.ofProcess(),
              new LeftUploads(index, index.leftUploads()),
              BootId.current(),
              steps);
      Housekeeping housekeeping = new Housekeeping(cache, eviction, closed, options.maxAge());
      DiskCache result = new DiskCache(cache, lock, housekeeping);
      // Recovery may have told the index to forget some.
      index.apply(Durability.CRASH);
      space.found(index.totals());
      if (index.isDamaged()) {
        throw new IOException("the cache index is damaged");
      }
      housekeeping.start();
      return result;
    } catch (IOException | RuntimeException e) {
      live.all().forEach(CacheFile::closeFiles);
      index.close();
      throw e;
    }
  }

  /**
   * The file of exactly this version: the one known, else a new one with nothing present. The
   * caller closes it; all callers of one version share one object.
   */
  public CacheFile open(ObjectInfo info) throws IOException {
    Version version = Version.of(info);
    Optional<CacheFile> live = cache.live().hold(version);
    if (live.isPresent()) {
      return live.get();
    }
    Lock lock = opening.get(version);
    lock.lock();
    try {
      return cache.live().hold(version).orElseGet(() -> find(info, version));
    } finally {
      lock.unlock();
    }
  }

  private CacheFile find(ObjectInfo info, Version version) {
    Instant mtime = cache.index().times(List.of(info)).getOrDefault(info.key(), info.shownTime());
    for (IndexRow row : cache.index().find(version, cache.bootId())) {
      Optional<CacheFile> file = adopt(info, mtime, row);
      if (file.isPresent()) {
        cache.live().attach(version, file.get());
        return file.get();
      }
    }
    Content content = Content.of(info, mtime, new Ranges());
    FileCore core = new FileCore(cache, newId(), content, Standing.CLEAN, FileCore.Known.NOTHING);
    CacheFile file = new CacheFile(core);
    cache.live().add(file);
    cache.live().attach(version, file);
    return file;
  }

  /** Empty when the row's file is at other work, or is not there. */
  private Optional<CacheFile> adopt(ObjectInfo info, Instant mtime, IndexRow row) {
    FileCore.Row kind = row.everSynced() ? FileCore.Row.SYNCED : FileCore.Row.UNSYNCED;
    FileCore.Known known = new FileCore.Known(kind, row.allocated(), row.usedAt());
    Content content = Content.of(info, mtime, row.present());
    CacheFile file = new CacheFile(new FileCore(cache, row.id(), content, Standing.CLEAN, known));
    // Live first: from then on nobody drops the data file that is looked for next.
    if (!cache.live().add(file)) {
      return Optional.empty();
    }
    if (hasSize(row)) {
      return Optional.of(file);
    }
    file.closeBroken();
    return Optional.empty();
  }

  private boolean hasSize(IndexRow row) {
    try {
      return Files.size(cache.layout().dataOf(row.id())) == row.version().size();
    } catch (IOException e) {
      return false;
    }
  }

  private static long newId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /**
   * A new empty file with no object behind it: dirty, and found again after a crash. The caller
   * closes it.
   */
  public CacheFile create(ObjectKey key, Instant mtime) throws IOException {
    Content content = Content.empty(key, mtime);
    FileCore core = new FileCore(cache, newId(), content, Standing.CLEAN, FileCore.Known.NOTHING);
    CacheFile file = new CacheFile(core);
    cache.live().add(file);
    try {
      core.io.writeLock().lock();
      try {
        core.ensureMade();
        core.step(ProtocolStep.DATA_MADE);
        core.beginChange(file);
      } finally {
        core.io.writeLock().unlock();
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * The dirty files found at the start, each to be closed by the caller; empty when called again.
   */
  public synchronized List<CacheFile> recovered() {
    List<CacheFile> found = recovered;
    recovered = List.of();
    return found;
  }

  /**
   * The modification times of those versions that were written here, which may be other than the
   * store's. Versions not written here are absent.
   */
  public Map<ObjectKey, Instant> knownTimes(List<ObjectInfo> page) throws IOException {
    return cache.index().times(page);
  }

  /** Where changes of names are kept that the store has not made yet. */
  public Path intents() {
    return cache.layout().intents();
  }

  /** Multipart uploads of this cache's files that are to be aborted. */
  public LeftUploads leftUploads() {
    return cache.leftUploads();
  }

  /** How its disk does. */
  public CacheHealth health() {
    return cache.health().state();
  }

  public CacheUsage usage() {
    return cache.space().usage();
  }

  /** Returns when all that an earlier run left is known to the policy of eviction. */
  void awaitKnown() {
    housekeeping.awaitKnown();
  }

  /** Returns when index and data files are brought together. */
  void awaitRepaired() {
    housekeeping.awaitRepaired();
  }

  /**
   * Makes what is cached durable and gives the lock back. Dirty files stay for the next start.
   * Idempotent.
   */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    housekeeping.close();
    try {
      List<CacheFile> files = cache.live().all();
      files.forEach(CacheFile::noteIfOld);
      noteSynced();
      files.forEach(CacheFile::closeFiles);
      cache.index().close();
    } finally {
      lock.close();
    }
  }

  /** A failure costs fetches after the next boot, nothing else. */
  private void noteSynced() {
    try (NativeFile root = NativeFile.open(cache.layout().root(), NativeFile.Mode.READ)) {
      // All rows are written before the sync that covers their data.
      cache.index().apply(Durability.CRASH);
      root.syncFileSystem();
      cache.index().apply(Durability.POWER, new MarkSynced(cache.bootId()));
    } catch (IOException e) {
      log.warn("what is cached may have to be fetched again: {}", e.getMessage());
    }
  }
}
