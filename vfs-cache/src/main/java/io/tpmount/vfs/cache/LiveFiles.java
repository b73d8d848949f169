package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files there is an object for: those with references, those that are dirty, and those whose
 * row is on its way into the index. A data file is either here, or being dropped, or known to the
 * index alone. Safe for concurrent calls.
 */
final class LiveFiles {
  private static final class Held {
    final CacheFile file;
    int references = 1;
    Optional<Version> attached = Optional.empty();

    Held(CacheFile file) {
      this.file = file;
    }
  }

  @GuardedBy("this")
  private final Map<Long, Held> byId = new HashMap<>();

  @GuardedBy("this")
  private final Map<Version, CacheFile> byVersion = new HashMap<>();

  /** Of these nobody knows but who ends them; the index has no change of them in its queue. */
  @GuardedBy("this")
  private final Set<Long> dropping = new HashSet<>();

  /** The file of a version, with one more reference. */
  synchronized Optional<CacheFile> hold(Version version) {
    Optional<CacheFile> file = Optional.ofNullable(byVersion.get(version));
    file.ifPresent(found -> byId.get(found.id()).references++);
    return file;
  }

  /** The file of that number, with one more reference. */
  synchronized Optional<CacheFile> hold(long id) {
    Optional<Held> held = Optional.ofNullable(byId.get(id));
    held.ifPresent(found -> found.references++);
    return held.map(found -> found.file);
  }

  /**
   * Adds a file, with one reference.
   *
   * @return false when there is one of that id, or it is being dropped
   */
  synchronized boolean add(CacheFile file) {
    if (dropping.contains(file.id())) {
      return false;
    }
    return byId.putIfAbsent(file.id(), new Held(file)) == null;
  }

  /** From now on {@link #hold} finds the file by that version, unless it finds another. */
  synchronized void attach(Version version, CacheFile file) {
    detach(file);
    if (byVersion.putIfAbsent(version, file) == null) {
      byId.get(file.id()).attached = Optional.of(version);
    }
  }

  synchronized void detach(CacheFile file) {
    Held held = byId.get(file.id());
    held.attached.ifPresent(byVersion::remove);
    held.attached = Optional.empty();
  }

  /** One more reference, if the file is still here. */
  synchronized boolean retain(CacheFile file) {
    Held held = byId.get(file.id());
    if (held == null || held.file != file) {
      return false;
    }
    held.references++;
    return true;
  }

  /**
   * Takes one reference back.
   *
   * @return whether it was the last
   */
  synchronized boolean release(CacheFile file) {
    Held held = byId.get(file.id());
    if (held == null || held.references == 0) {
      throw new IllegalStateException("closed too often: " + file);
    }
    held.references--;
    return held.references == 0;
  }

  /**
   * Takes a file without references out, and reserves it until {@link #dropped}.
   *
   * @return whether it is out
   */
  synchronized boolean startLeaving(CacheFile file) {
    Held held = byId.get(file.id());
    if (held == null || held.file != file || held.references > 0) {
      return false;
    }
    detach(file);
    byId.remove(file.id());
    dropping.add(file.id());
    return true;
  }

  /**
   * Reserves a closed file for being dropped, until {@link #dropped}.
   *
   * @return false when it is in use, or another drops it
   */
  synchronized boolean startDrop(long id) {
    return !byId.containsKey(id) && dropping.add(id);
  }

  synchronized void dropped(long id) {
    dropping.remove(id);
  }

  synchronized boolean isLive(long id) {
    return byId.containsKey(id) || dropping.contains(id);
  }

  synchronized List<CacheFile> all() {
    return byId.values().stream().map(held -> held.file).toList();
  }
}
