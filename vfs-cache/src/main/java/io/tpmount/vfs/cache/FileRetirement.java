package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a cache file after its last close: a dirty one waits for its upload, a clean one
 * is left to the index, one that is of no use is removed. A file stays live until the index has
 * heard of all it was told, so that whoever opens it next finds all that is in it.
 */
final class FileRetirement {
  private static final Logger log = LoggerFactory.getLogger(FileRetirement.class);

  private final FileCore core;
  private final CacheFile owner;

  /** Rows on their way into the index. */
  private final AtomicInteger pending = new AtomicInteger();

  /** Whether the data file must not be found again. */
  private volatile boolean broken;

  FileRetirement(FileCore core, CacheFile owner) {
    this.core = core;
    this.owner = owner;
  }

  void retire() {
    switch (core.standing()) {
      case Standing.Dirty _ -> {}
      case Standing.Discarded _ -> leave();
      case Standing.Clean _ -> {
        if (isWorthless() || core.isNoted(IndexRow.now())) {
          leave();
        } else {
          note();
        }
      }
    }
  }

  /** Tells the index what is cached. */
  void note() {
    pending.incrementAndGet();
    // Shared with fills, but not with eviction: its row must not be overtaken by an older one.
    core.io.readLock().lock();
    try {
      core.cache.index().tell(this::noted, new PutFile(core.takeRow()));
    } finally {
      core.io.readLock().unlock();
    }
  }

  private void noted(Optional<IOException> failure) {
    if (failure.isPresent()) {
      broken = true;
    }
    pending.decrementAndGet();
    leave();
  }

  void breakDown() {
    broken = true;
  }

  private boolean isWorthless() {
    return broken || core.isWorthless();
  }

  /** Ends here, if nobody has the file open, and nothing of it is on its way. */
  private void leave() {
    if (pending.get() > 0 || core.isDirty() || !core.cache.live().startLeaving(owner)) {
      return;
    }
    if (!isWorthless()) {
      core.data.close();
      core.cache.live().dropped(core.id);
    } else if (core.row() == FileCore.Row.NONE) {
      remove();
    } else {
      core.cache.index().tell(_ -> remove(), new RemoveFile(core.id));
    }
  }

  /** After it nothing is left of the file. */
  private void remove() {
    try {
      core.deleteData();
    } catch (IOException e) {
      log.warn("{} could not be removed from the cache: {}", core, e.getMessage());
    } finally {
      core.cache.live().dropped(core.id);
    }
  }
}
