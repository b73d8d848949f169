package io.tpmount.vfs.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.PutOptions.Condition;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What was sent for each file since its last upload that is known to have succeeded: any of it may
 * have become the object, though no answer said so.
 */
final class Tries {
  private record Sent(long size, Optional<Instant> mtime) {}

  private record Known(ObjectKey key, Condition replacing) {}

  @GuardedBy("this")
  private final Map<CacheFile, OfFile> files = new WeakHashMap<>();

  /** Of one file; only its one upload uses it. */
  static final class OfFile {
    private final Set<Sent> sent = new HashSet<>();
    private Optional<Known> known = Optional.empty();

    void add(long size, PutOptions options) {
      sent.add(new Sent(size, options.mtime()));
    }

    /** Whether the object is one of those; times are exact to the nanosecond. */
    boolean made(ObjectInfo object) {
      return object.mtime().isPresent() && sent.contains(new Sent(object.size(), object.mtime()));
    }

    /** What is there now is known and dealt with. */
    void know(ObjectKey key, Condition replacing) {
      known = Optional.of(new Known(key, replacing));
    }

    /** The condition that takes the place of one that was not met. */
    Optional<Condition> known(ObjectKey key) {
      return known.filter(one -> one.key().equals(key)).map(Known::replacing);
    }
  }

  synchronized OfFile of(CacheFile file) {
    return files.computeIfAbsent(file, _ -> new OfFile());
  }

  synchronized void succeeded(CacheFile file) {
    files.remove(file);
  }
}
