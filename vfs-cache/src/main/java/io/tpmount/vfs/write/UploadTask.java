package io.tpmount.vfs.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.intent.KeyOrder;
import io.tpmount.vfs.intent.KeyOrder.Turn;
import io.tpmount.vfs.intent.Reach;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file on its way into the store, from the first timer to the try that succeeds. */
final class UploadTask {
  private static final Logger LOG = LoggerFactory.getLogger(UploadTask.class);

  /** The longest wait between two tries: a store that is back is noticed within that. */
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  /** Lets a writer that is just closing come to its end. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final WriteBack.Source source;
  private final Uploader uploader;
  private final KeyOrder order;
  private final Semaphore transfers;
  private final ScheduledExecutorService timer;
  private final Consumer<UploadTask> ended;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  @GuardedBy("this")
  private UploadState state = new UploadState.Dirty();

  @GuardedBy("this")
  private Future<?> alarm;

  @GuardedBy("this")
  private Thread worker;

  @GuardedBy("this")
  private boolean cancelled;

  /** Over and out of the map of tasks. */
  @GuardedBy("this")
  private boolean finished;

  /** The delay asked for while an upload was running: the file may have changed behind its back. */
  @GuardedBy("this")
  private Duration again;

  @GuardedBy("this")
  private int failures;

  private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

  UploadTask(
      WriteBack.Source source,
      Uploader uploader,
      KeyOrder order,
      Semaphore transfers,
      ScheduledExecutorService timer,
      Consumer<UploadTask> ended) {
    this.source = source;
    this.uploader = uploader;
    this.order = order;
    this.transfers = transfers;
    this.timer = timer;
    this.ended = ended;
  }

  WriteBack.Source source() {
    return source;
  }

  synchronized UploadState state() {
    return state;
  }

  /** Done when the store has the file, or somebody took the task back. */
  CompletableFuture<Void> done() {
    return done.copy();
  }

  /**
   * Sets the clock anew, or has a running upload looked at again when it ends.
   *
   * @return false when the task is over and another has to take its place
   */
  synchronized boolean startAfter(Duration delay) {
    if (finished || cancelled) {
      return cancelled;
    }
    if (worker != null) {
      again = delay;
    } else {
      setAlarm(delay);
    }
    return true;
  }

  @GuardedBy("this")
  private void setAlarm(Duration delay) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    try {
      alarm = timer.schedule(this::start, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Not uploading {}: shutting down", source.file().key());
    }
  }

  /** Done when nothing of this task is under way; true if a request may have reached the store. */
  synchronized CompletableFuture<Boolean> cancel() {
    cancelled = true;
    if (alarm != null) {
      alarm.cancel(false);
    }
    if (worker == null) {
      stopped.complete(false);
      done.cancel(false);
    } else {
      worker.interrupt();
    }
    return stopped.copy();
  }

  private synchronized void start() {
    if (worker == null && !cancelled) {
      worker = Thread.ofVirtual().name("upload").unstarted(this::run);
      worker.start();
    }
  }

  private void run() {
    ObjectKey key = source.file().key();
    // The turn first: who waits for it must not keep others from uploading.
    try (Turn turn = order.take(Reach.key(key))) {
      turn.await();
      transfers.acquire();
      try {
        attempt(key);
      } finally {
        transfers.release();
      }
    } catch (InterruptedException e) {
      interrupted();
    }
  }

  private void attempt(ObjectKey key) throws InterruptedException {
    if (!source.file().isDirty()) {
      finish();
      return;
    }
    if (!source.file().key().equals(key)) {
      overtaken();
      return;
    }
    try {
      setState(new UploadState.Uploading());
      source.makeWhole();
      UploadContent content = UploadContent.of(source.file(), source.options(), new AtomicLong());
      ObjectInfo version = uploader.upload(content);
      LOG.info("Uploaded {} ({} bytes)", version.key(), version.size());
      if (source.stored(version, content.generation())) {
        finish();
      } else {
        overtaken();
      }
    } catch (StoreException e) {
      if (e.error() instanceof StoreError.SourceFailed) {
        overtaken();
      } else {
        failed(e.error());
      }
    } catch (IOException e) {
      failed(
          new StoreError.SourceFailed(
              new StoreError.Detail(
                  "upload of " + source.file().key(), e.getMessage(), Optional.empty())));
    }
  }

  private void finish() {
    synchronized (this) {
      worker = null;
      if (again != null && source.file().isDirty()) {
        retry(again);
        return;
      }
      state = new UploadState.Clean();
      finished = true;
      stopped.complete(true);
    }
    ended.accept(this);
    done.complete(null);
  }

  /**
   * Changed meanwhile: whoever writes now schedules it at the last close; if that is past, soon.
   */
  private synchronized void overtaken() {
    worker = null;
    retry(source.isBeingWritten() ? LONGEST_RETRY : SOON);
  }

  private synchronized void failed(StoreError error) {
    Duration wait = retryAfter(failures++);
    LOG.error(
        "Upload of {} failed, next try in {} s: {}",
        source.file().key(),
        wait.toSeconds(),
        error.detail());
    worker = null;
    retry(wait);
    state = new UploadState.Failed(error);
  }

  private synchronized void interrupted() {
    worker = null;
    retry(SOON);
  }

  @GuardedBy("this")
  private void retry(Duration wait) {
    state = new UploadState.Dirty();
    if (cancelled) {
      stopped.complete(true);
      done.cancel(false);
    } else {
      setAlarm(again == null ? wait : again);
      again = null;
    }
  }

  private synchronized void setState(UploadState next) {
    state = next;
  }

  /** Doubles from one second on. */
  private static Duration retryAfter(int failures) {
    Duration wait = Duration.ofSeconds(1L << Math.min(failures, 10));
    return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
  }
}
