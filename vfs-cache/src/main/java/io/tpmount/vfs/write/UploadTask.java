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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file on its way into the store, from the first timer to the try that succeeds. */
final class UploadTask {
  private static final Logger LOG = LoggerFactory.getLogger(UploadTask.class);

  /** Lets a writer that is just closing come to its end. */
  private static final Duration SOON = Duration.ofMillis(100);

  /**
   * What all tasks share.
   *
   * @param order in which uploads and changes of names have their turns
   * @param ended takes a task that is over out of the map
   */
  record Surroundings(
      Uploader uploader,
      KeyOrder order,
      Places places,
      Flushes flushes,
      ScheduledExecutorService timer,
      Consumer<UploadTask> ended) {}

  private final WriteBack.Source source;
  private final Surroundings around;
  private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
  private final AtomicLong sent = new AtomicLong();

  @GuardedBy("this")
  private UploadState state = new UploadState.Dirty();

  @GuardedBy("this")
  private Future<?> alarm;

  @GuardedBy("this")
  private Thread worker;

  /** Of the worker, while it waits for one or has one. */
  @GuardedBy("this")
  private Places.Place place;

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

  /** From the first refusal to the first success. */
  @GuardedBy("this")
  private Optional<StoreError> refusal = Optional.empty();

  @GuardedBy("this")
  private boolean refusalIsTold;

  UploadTask(WriteBack.Source source, Surroundings around) {
    this.source = source;
    this.around = around;
  }

  WriteBack.Source source() {
    return source;
  }

  synchronized UploadState state() {
    return state instanceof UploadState.Uploading ? new UploadState.Uploading(sent.get()) : state;
  }

  /** Why the store does not want the file, as long as it does not. */
  synchronized Optional<StoreError> refusal() {
    return refusal;
  }

  /** The same, for the first who asks. */
  synchronized Optional<StoreError> takeRefusal() {
    Optional<StoreError> untold = refusal.filter(_ -> !refusalIsTold);
    refusalIsTold |= untold.isPresent();
    return untold;
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

  /** Somebody waits for it: no place among the others is worth that. */
  synchronized void hurry() {
    if (place != null) {
      place.hurry();
    }
  }

  @GuardedBy("this")
  private void setAlarm(Duration delay) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    try {
      alarm = around.timer().schedule(this::start, delay.toNanos(), TimeUnit.NANOSECONDS);
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
    try (Turn turn = around.order().take(Reach.key(key))) {
      turn.await();
      try (Places.Place mine = enter()) {
        mine.await();
        attempt(key);
      }
    } catch (InterruptedException e) {
      interrupted();
    }
  }

  private synchronized Places.Place enter() {
    state = new UploadState.Queued();
    place = around.places().take(around.uploader().sizeOf(source.file().size()));
    if (around.flushes().hasAny(source)) {
      place.hurry();
    }
    return place;
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
      sent.set(0);
      setState(new UploadState.Uploading(0));
      UploadContent content =
          new UploadContent(key, source.file(), source.options(), source.file().moment(), sent);
      ObjectInfo version = around.uploader().upload(source, content, copies());
      LOG.info("Uploaded {} ({} bytes)", version.key(), version.size());
      boolean clean = source.stored(version, content.generation());
      around.flushes().stored(source, content.generation());
      if (clean) {
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

  /** What a copy would be made of may be gone, so another try does without. */
  private synchronized PartUpload.Copies copies() {
    return failures == 0 ? PartUpload.Copies.USED : PartUpload.Copies.AVOIDED;
  }

  private void finish() {
    synchronized (this) {
      endWork();
      healed();
      if (again != null && source.file().isDirty()) {
        retry(again);
        return;
      }
      state = new UploadState.Clean();
      finished = true;
      stopped.complete(true);
    }
    around.ended().accept(this);
    around.flushes().over(source);
  }

  /**
   * Changed meanwhile: soon again, unless somebody is still writing, who will schedule it at the
   * last close, and for whom nobody waits.
   */
  private void overtaken() {
    synchronized (this) {
      endWork();
      if (cancelled || !source.isBeingWritten() || around.flushes().hasAny(source)) {
        retry(SOON);
        return;
      }
      finished = true;
      stopped.complete(true);
    }
    around.ended().accept(this);
  }

  private void failed(StoreError error) {
    synchronized (this) {
      Duration wait = Retries.after(error, failures++);
      LOG.error(
          "Upload of {} failed, next try in {} s: {}",
          source.file().key(),
          wait.toSeconds(),
          error.detail());
      endWork();
      retry(wait);
      Instant nextTry = Instant.now().plus(wait);
      if (Retries.isRefusal(error)) {
        refusal = Optional.of(error);
        state = new UploadState.Refused(error, nextTry);
      } else {
        state = new UploadState.Failed(error, nextTry);
      }
      // Whoever waits is told just below.
      refusalIsTold |= around.flushes().hasAny(source);
    }
    around.flushes().failed(source, error);
  }

  @GuardedBy("this")
  private void healed() {
    failures = 0;
    refusal = Optional.empty();
    refusalIsTold = false;
  }

  private synchronized void interrupted() {
    endWork();
    retry(SOON);
  }

  @GuardedBy("this")
  private void endWork() {
    worker = null;
    place = null;
  }

  @GuardedBy("this")
  private void retry(Duration wait) {
    state = new UploadState.Dirty();
    if (cancelled) {
      stopped.complete(true);
    } else {
      setAlarm(again == null ? wait : again);
      again = null;
    }
  }

  private synchronized void setState(UploadState next) {
    state = next;
  }
}
