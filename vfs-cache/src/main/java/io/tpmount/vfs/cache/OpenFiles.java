package io.tpmount.vfs.cache;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the descriptors a cache holds: a hundred thousand files may wait for their upload, but few
 * are read or written at a time. Which one to close is the clock algorithm's choice.
 */
final class OpenFiles {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentLinkedQueue<LocalFile> clock = new ConcurrentLinkedQueue<>();

  /** A quarter of what the process may open, and not more than anyone reads at a time. */
  static OpenFiles ofProcess() {
    long allowed =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 1024;
    return new OpenFiles(Math.clamp(allowed / 4, 64, 8192));
  }

  OpenFiles(int limit) {
    this.limit = limit;
  }

  /** A file was opened; others that rest may be closed for it. */
  void opened(LocalFile file) {
    clock.add(file);
    for (int excess = open.incrementAndGet() - limit; excess > 0; excess--) {
      closeOne();
    }
  }

  /** A file was closed by its owner. */
  void closed(LocalFile file) {
    open.decrementAndGet();
    clock.remove(file);
  }

  private void closeOne() {
    // Twice round: the first time takes from each the mark of having been used.
    for (int steps = 2 * open.get(); steps > 0; steps--) {
      LocalFile file = clock.poll();
      if (file == null) {
        return;
      }
      switch (file.closeIfResting()) {
        case CLOSED -> {
          open.decrementAndGet();
          return;
        }
        case KEPT -> clock.add(file);
        case GONE -> {}
      }
    }
  }
}
