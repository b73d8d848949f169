package io.tpmount.vfs.intent;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hears how an intent fares, so that names and files show it. Called on threads that may wait,
 * while the intent has its turn; a step that is tried again is told of again.
 */
public interface Follower {
  /** The version that is moved, where it is known by now. */
  default Optional<ObjectInfo> source() {
    return Optional.empty();
  }

  /** Whether an object has to be copied to that key, or is uploaded there anyway. */
  default boolean mustCopy(ObjectKey to) {
    return true;
  }

  /**
   * The keys that files read from now: what was copied there by an earlier try is not copied again,
   * as that would make another version of it.
   */
  default Set<ObjectKey> readFrom() {
    return Set.of();
  }

  /** These objects are about to be deleted: who still needs their bytes must fetch them now. */
  void beforeDelete(Collection<ObjectKey> keys)
      throws StoreException, IOException, InterruptedException;

  /**
   * These copies exist, and the originals too.
   *
   * @param copies by the original's key
   */
  void copied(Map<ObjectKey, ObjectInfo> copies) throws IOException;

  /** The store has made this object. */
  default void made(ObjectInfo version) {}

  /** The store has done all. */
  default void done() {}

  /** The store will not: the change is taken back. */
  default void refused(StoreError error) {}
}
