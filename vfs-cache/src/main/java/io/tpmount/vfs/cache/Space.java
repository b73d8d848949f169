package io.tpmount.vfs.cache;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of the disk: what data files take, and whether more may be taken. Bytes are claimed
 * before they are written, and the claim ends when what was really taken is known. Safe for
 * concurrent calls, and without a lock.
 */
final class Space {
  /** Makes room by dropping what is clean. */
  @FunctionalInterface
  interface Evictor {
    /**
     * Drops about so much, and tells {@code space} of it.
     *
     * @return bytes freed; 0 when there is nothing to drop
     */
    long free(Space space, long bytes) throws IOException;
  }

  /** Bytes about to be written, until {@link #end}. */
  final class Claim {
    private final long bytes;

    private Claim(long bytes) {
      this.bytes = bytes;
      claimed.addAndGet(bytes);
    }

    void end() {
      claimed.addAndGet(-bytes);
    }
  }

  /** A write of any size may begin one block more than it fills, at either end. */
  private static final long BLOCK = 4096;

  private final CacheOptions options;
  private final Evictor evictor;
  private final FileStore disk;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong dirty = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong dirtyFiles = new AtomicLong();
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong pinned = new AtomicLong();

  Space(CacheOptions options, Evictor evictor) throws IOException {
    this.options = options;
    this.evictor = evictor;
    this.disk = Files.getFileStore(options.directory());
  }

  /**
   * Claims space for bytes that could be fetched again.
   *
   * @throws CacheFullException when the limits leave none
   */
  Claim claimClean(long bytes) throws IOException {
    Claim claim = new Claim(bytes + BLOCK);
    try {
      long shortfall = shortfall();
      while (shortfall > 0) {
        if (evictor.free(this, shortfall) == 0 && shortfall() > 0) {
          throw new CacheFullException("the cache is full and nothing in it can be dropped");
        }
        shortfall = shortfall();
      }
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.end();
      throw e;
    }
  }

  /**
   * Claims space for bytes that are nowhere else: beyond both limits, down to the reserve.
   *
   * @throws CacheFullException when the reserve would be touched
   */
  Claim claimDirty(long bytes) throws IOException {
    Claim claim = new Claim(bytes + BLOCK);
    try {
      long shortfall = shortfall();
      while (shortfall > 0 && evictor.free(this, shortfall) > 0) {
        shortfall = shortfall();
      }
      if (disk.getUsableSpace() - claimed.get() < options.reserve().bytes()) {
        throw new CacheFullException("the cache disk is full of files waiting for their upload");
      }
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.end();
      throw e;
    }
  }

  /** Drops what is above the limits though nobody claims more: others may have filled the disk. */
  void trim() throws IOException {
    long shortfall = shortfall();
    while (shortfall > 0 && evictor.free(this, shortfall) > 0) {
      shortfall = shortfall();
    }
  }

  /**
   * Counts bytes that must not be dropped while a program uses them: at most half of what clean
   * data may take, so that the other half goes on working as a cache.
   */
  boolean tryPin(long bytes) {
    long most = room() / 2;
    long before = pinned.get();
    while (before + bytes <= most) {
      long seen = pinned.compareAndExchange(before, before + bytes);
      if (seen == before) {
        return true;
      }
      before = seen;
    }
    return false;
  }

  void unpin(long bytes) {
    pinned.addAndGet(-bytes);
  }

  /** What the stricter limit leaves for clean data; none when the disk can't tell. */
  private long room() {
    try {
      long underFree = used.get() + disk.getUsableSpace() - options.minFreeSpace().bytes();
      return Math.min(options.maxSize().bytes(), underFree);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Bytes above the stricter of the two limits, counting what is claimed. */
  private long shortfall() throws IOException {
    long overSize = used.get() + claimed.get() - options.maxSize().bytes();
    long underFree = options.minFreeSpace().bytes() + claimed.get() - disk.getUsableSpace();
    return Math.max(overSize, underFree);
  }

  /** A data file was made or found. */
  void fileAdded() {
    files.incrementAndGet();
  }

  void fileRemoved() {
    files.decrementAndGet();
  }

  /** A data file takes so much more, or less. */
  void changed(long delta) {
    used.addAndGet(delta);
  }

  /** Dirty files take so much more, or less; counted by {@link #changed} too. */
  void dirtyChanged(long delta) {
    dirty.addAndGet(delta);
  }

  void dirtyFilesChanged(int delta) {
    dirtyFiles.addAndGet(delta);
  }

  /** What was there at the start. */
  void found(Index.Totals totals) {
    files.addAndGet(totals.files());
    used.addAndGet(totals.allocated());
  }

  CacheUsage usage() {
    return new CacheUsage(
        Math.max(0, used.get()), Math.max(0, dirty.get()), files.get(), dirtyFiles.get());
  }
}
