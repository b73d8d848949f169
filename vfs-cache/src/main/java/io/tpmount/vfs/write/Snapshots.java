package io.tpmount.vfs.write;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has files that stay open and changed, such as logs, uploaded again and again. */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Duration interval;
  private final ScheduledExecutorService timer;
  private final Consumer<WriteBack.Source> upload;
  private final Set<WriteBack.Source> watched = ConcurrentHashMap.newKeySet();

  Snapshots(Duration interval, ScheduledExecutorService timer, Consumer<WriteBack.Source> upload) {
    this.interval = interval;
    this.timer = timer;
    this.upload = upload;
  }

  /** A writer has opened it. */
  void watch(WriteBack.Source source) {
    if (!interval.isZero() && watched.add(source)) {
      arm(source);
    }
  }

  private void arm(WriteBack.Source source) {
    try {
      var _ = timer.schedule(() -> look(source), interval.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("No snapshot of {}: shutting down", source.file().key());
    }
  }

  private void look(WriteBack.Source source) {
    if (!source.isBeingWritten()) {
      watched.remove(source);
      // Opened again between the look and the removal.
      if (source.isBeingWritten()) {
        watch(source);
      }
      return;
    }
    if (source.file().isDirty()) {
      upload.accept(source);
    }
    arm(source);
  }
}
