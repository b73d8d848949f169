package io.tpmount.vfs.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import java.util.concurrent.CompletableFuture;

/** One get in flight. */
final class Flight {
  final ByteRange range;
  volatile ObjectInfo version;
  volatile CompletableFuture<ObjectInfo> call = new CompletableFuture<>();

  /** Held from the departure on, until the get has ended and none of its bytes are at work. */
  @GuardedBy("this")
  private CacheFile held;

  @GuardedBy("this")
  private int arriving;

  @GuardedBy("this")
  private boolean landed;

  Flight(ByteRange range) {
    this.range = range;
  }

  /** The client holds the body in its own memory, and hands it over as an array. */
  long memory() {
    return 2 * range.length();
  }

  synchronized void depart(CacheFile file) {
    held = file.retain();
  }

  /**
   * Bytes begin to go into the file. A cancelled get has ended at once, but its bytes may still
   * come: by then the file may be closed, removed, and another's.
   *
   * @return false when they come too late
   */
  synchronized boolean beginArrival() {
    if (landed) {
      return false;
    }
    arriving++;
    return true;
  }

  void endArrival() {
    release(-1, false);
  }

  void land() {
    release(0, true);
  }

  private void release(int arrivals, boolean ends) {
    CacheFile last = null;
    synchronized (this) {
      arriving += arrivals;
      landed |= ends;
      if (landed && arriving == 0) {
        last = held;
        held = null;
      }
    }
    if (last != null) {
      last.close();
    }
  }
}
