package io.tpmount.vfs.namespace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.store.ObjectKey;

/**
 * Notices that the folders of one directory are opened one after another, as find, du and os.walk
 * do. Pure but for its lock.
 */
final class WalkDetector {
  /** Folders in order that it takes to believe in a walk. */
  private static final int PROOF = 3;

  @GuardedBy("this")
  private String last = "";

  @GuardedBy("this")
  private int inOrder;

  /**
   * Hears that a folder is listed for itself.
   *
   * @param prefix its key
   * @return whether this is a walk
   */
  synchronized boolean isWalk(String prefix) {
    inOrder = ObjectKey.LIST_ORDER.compare(prefix, last) > 0 ? inOrder + 1 : 1;
    last = prefix;
    return inOrder >= PROOF;
  }
}
