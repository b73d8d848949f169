package io.tpmount.vfs.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.LeftUploads;
import io.tpmount.vfs.intent.KeyOrder;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Uploads changed files some time after their last close. A failed upload is tried again for ever,
 * ever less often; the bytes stay in the cache file until the store has them.
 */
public final class WriteBack implements AutoCloseable {
  /** A file that can be uploaded. Called on a virtual thread. */
  public interface Source {
    CacheFile file();

    /** Fetches what of a range is not in the cache file. */
    void fetch(ByteRange range) throws StoreException, InterruptedException;

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
  private final Snapshots snapshots;
  private final Flushes flushes = new Flushes();
  private final UploadTask.Surroundings surroundings;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("write-back").factory());

  /** What is closed now is not waited for. */
  private volatile boolean draining;

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
    Conflicts conflicts =
        new Conflicts(store, options.onConflict(), new LastRequest(() -> closing));
    this.snapshots = new Snapshots(options.snapshot(), timer, this::snapshot);
    this.surroundings =
        new UploadTask.Surroundings(
            new Uploader(
                new Uploader.Means(store, options, new UploadMemory(budget), sweep, conflicts)),
            order,
            new Places(options.transfers()),
            flushes,
            timer,
            this::ended);
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweep, 0, BETWEEN_SWEEPS.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    var _ = sweep.run();
  }

  /** Uploads the file after the delay, counted anew from now. */
  public void schedule(Source source) {
    var _ = start(source, draining || flushes.hasAny(source) ? Duration.ZERO : delay);
  }

  /** A writer has opened it: if that takes long, it is uploaded on the way. */
  public void opened(Source source) {
    snapshots.watch(source);
  }

  /** Uploads the file after the delay, unless that is to happen already. */
  public void scheduleIfNotYet(Source source) {
    if (!isScheduled(source)) {
      schedule(source);
    }
  }

  private void snapshot(Source source) {
    if (!isScheduled(source)) {
      var _ = start(source, Duration.ZERO);
    }
  }

  private synchronized boolean isScheduled(Source source) {
    return tasks.containsKey(source);
  }

  /**
   * Uploads the file at once, ahead of all others.
   *
   * @return done when the store has what the file holds now; fails with the {@link StoreException}
   *     of the next try that fails, though others follow
   */
  public CompletableFuture<Void> flush(Source source) {
    CompletableFuture<Void> done = flushes.add(source);
    if (source.file().isDirty()) {
      start(source, Duration.ZERO).hurry();
    } else {
      flushes.over(source);
    }
    return done;
  }

  /** Uploads at once all that wait whose keys begin so. */
  public List<CompletableFuture<Void>> flushBelow(String prefix) {
    List<Source> below;
    synchronized (this) {
      below =
          tasks.keySet().stream()
              .filter(source -> source.file().key().value().startsWith(prefix))
              .toList();
    }
    return below.stream().map(this::flush).toList();
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

  /** The file is gone: nobody need wait for its upload. */
  public void forget(Source source) {
    flushes.over(source);
  }

  public UploadState state(Source source) {
    Optional<UploadTask> task = current(source);
    if (task.isPresent()) {
      return task.get().state();
    }
    return source.file().isDirty() ? new UploadState.Dirty() : new UploadState.Clean();
  }

  /** Why the store does not want a file, as long as it does not. */
  public Optional<StoreError> refusal(Source source) {
    return current(source).flatMap(UploadTask::refusal);
  }

  /** The same, once only for each refusal. */
  public Optional<StoreError> takeRefusal(Source source) {
    return current(source).flatMap(UploadTask::takeRefusal);
  }

  private synchronized Optional<UploadTask> current(Source source) {
    return Optional.ofNullable(tasks.get(source));
  }

  /** Every file that waits, is being uploaded or has failed. */
  public List<FileUpload> uploads() {
    List<UploadTask> all;
    synchronized (this) {
      all = List.copyOf(tasks.values());
    }
    return all.stream().map(task -> FileUpload.of(task.source(), task.state())).toList();
  }

  public PendingUploads pending() {
    List<FileUpload> all = uploads();
    int failed = (int) all.stream().filter(upload -> upload.error().isPresent()).count();
    return new PendingUploads(
        all.size(), all.stream().mapToLong(upload -> upload.bytes() - upload.done()).sum(), failed);
  }

  /** Starts every upload at once, and is done when none is left. */
  public CompletableFuture<Void> drain() {
    List<UploadTask> all;
    CompletableFuture<Void> done;
    draining = true;
    synchronized (this) {
      all = List.copyOf(tasks.values());
      done = drained;
    }
    for (UploadTask task : all) {
      var _ = task.startAfter(Duration.ZERO);
    }
    return done.thenCompose(
        _ -> {
          draining = false;
          return sweep.run();
        });
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
    return tasks.computeIfAbsent(source, key -> new UploadTask(key, surroundings));
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
