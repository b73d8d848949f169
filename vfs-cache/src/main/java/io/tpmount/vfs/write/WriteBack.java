package io.tpmount.vfs.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.LeftUploads;
import io.tpmount.vfs.intent.KeyOrder;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Uploads changed files some time after their last close. A failed upload is tried again for ever,
 * ever less often; the bytes stay in the cache file until the store has them.
 */
public final class WriteBack implements AutoCloseable {
  /** A file that can be uploaded. Called on a virtual thread. */
  public interface Source {
    CacheFile file();

    /** Fetches what is not in the cache file. */
    void makeWhole() throws StoreException, InterruptedException;

    PutOptions options();

    /**
     * The store has the content of {@code generation}.
     *
     * @return whether the file is clean now
     */
    boolean stored(ObjectInfo version, long generation) throws IOException;

    /** Whether a writer has it open, so that its last close will schedule it again. */
    boolean isBeingWritten();
  }

  /** An upload given up while nothing of it ran waits no longer for its abort. */
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final Duration delay;
  private final UploadSweep sweep;
  private final Uploader uploader;
  private final KeyOrder order;
  private final Semaphore transfers;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("write-back").factory());

  @GuardedBy("this")
  private final Map<Source, UploadTask> tasks = new LinkedHashMap<>();

  @GuardedBy("this")
  private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

  private volatile boolean closing;

  /**
   * @param order in which uploads have their turns among changes of names
   */
  public WriteBack(
      ObjectStore store,
      LeftUploads left,
      WriteOptions options,
      ByteBudget budget,
      KeyOrder order) {
    this.delay = options.writeBack();
    this.sweep = new UploadSweep(store, left);
    this.uploader = new Uploader(store, options, budget, sweep, new LastRequest(() -> closing));
    this.order = order;
    this.transfers = new Semaphore(options.transfers());
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweep, 0, BETWEEN_SWEEPS.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    var _ = sweep.run();
  }

  /** Uploads the file after the delay, counted anew from now. */
  public void schedule(Source source) {
    var _ = start(source, delay);
  }

  /** Uploads the file after the delay, unless that is to happen already. */
  public void scheduleIfNotYet(Source source) {
    if (!isScheduled(source)) {
      schedule(source);
    }
  }

  private synchronized boolean isScheduled(Source source) {
    return tasks.containsKey(source);
  }

  /**
   * Uploads the file at once.
   *
   * @return done when the store has it, whatever number of tries that takes
   */
  public CompletableFuture<Void> flush(Source source) {
    return start(source, Duration.ZERO).done();
  }

  private UploadTask start(Source source, Duration after) {
    UploadTask task = task(source);
    while (!task.startAfter(after)) {
      ended(task);
      task = task(source);
    }
    return task;
  }

  /**
   * Takes the file out.
   *
   * @return done when no request for it is under way any more; true if one may have reached the
   *     store
   */
  public CompletableFuture<Boolean> cancel(Source source) {
    UploadTask task;
    synchronized (this) {
      task = tasks.remove(source);
      completeIfEmpty();
    }
    return task == null ? CompletableFuture.completedFuture(false) : task.cancel();
  }

  public synchronized UploadState state(Source source) {
    UploadTask task = tasks.get(source);
    if (task != null) {
      return task.state();
    }
    return source.file().isDirty() ? new UploadState.Dirty() : new UploadState.Clean();
  }

  public synchronized PendingUploads pending() {
    long bytes = 0;
    int failed = 0;
    for (UploadTask task : tasks.values()) {
      bytes += task.source().file().size();
      failed += task.state() instanceof UploadState.Failed ? 1 : 0;
    }
    return new PendingUploads(tasks.size(), bytes, failed);
  }

  /** Starts every upload at once, and is done when none is left. */
  public CompletableFuture<Void> drain() {
    List<UploadTask> all;
    CompletableFuture<Void> done;
    synchronized (this) {
      all = List.copyOf(tasks.values());
      done = drained;
    }
    for (UploadTask task : all) {
      var _ = task.startAfter(Duration.ZERO);
    }
    return done.thenCompose(_ -> sweep.run());
  }

  /** Stops uploading; what is not in the store stays in the cache for the next start. */
  @Override
  public void close() {
    closing = true;
    timer.shutdownNow();
    List<UploadTask> all;
    synchronized (this) {
      all = List.copyOf(tasks.values());
      tasks.clear();
    }
    all.stream().map(UploadTask::cancel).toList().forEach(CompletableFuture::join);
  }

  private synchronized UploadTask task(Source source) {
    if (drained.isDone()) {
      drained = new CompletableFuture<>();
    }
    return tasks.computeIfAbsent(
        source, key -> new UploadTask(key, uploader, order, transfers, timer, this::ended));
  }

  private synchronized void ended(UploadTask task) {
    tasks.remove(task.source(), task);
    completeIfEmpty();
  }

  @GuardedBy("this")
  private void completeIfEmpty() {
    if (tasks.isEmpty()) {
      drained.complete(null);
    }
  }
}
