package io.tpmount.vfs.read;

import io.tpmount.vfs.store.BodySink;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Gets of a known version. A replica of the store may not have heard of a young one yet, so that
 * its absence is believed only after a while.
 */
final class PatientGets {
  private static final Duration YOUNG = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS, Thread::startVirtualThread);

  private final ObjectStore store;
  private final InstantSource clock;

  PatientGets(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** One get, and what is to become of it. */
  private record Task(
      ObjectInfo version,
      GetRequest request,
      BodySink sink,
      BooleanSupplier isCurrent,
      long began,
      CompletableFuture<ObjectInfo> result) {}

  /**
   * @param isCurrent whether the version still is what is wanted: another attempt is of no use else
   */
  CompletableFuture<ObjectInfo> get(
      ObjectInfo version, GetRequest request, BodySink sink, BooleanSupplier isCurrent) {
    CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
    attempt(new Task(version, request, sink, isCurrent, System.nanoTime(), result));
    return result;
  }

  private void attempt(Task task) {
    if (task.result.isDone()) {
      return;
    }
    CompletableFuture<ObjectInfo> call = store.get(task.request, task.sink);
    if (!call.isDone()) {
      var _ = task.result.whenComplete((_, _) -> call.cancel(true));
    }
    var _ = call.whenComplete((info, failure) -> end(task, info, failure));
  }

  private void end(Task task, ObjectInfo info, Throwable failure) {
    if (failure == null) {
      task.result.complete(info);
    } else if (mayBeLag(task, failure)) {
      LATER.execute(() -> attempt(task));
    } else {
      task.result.completeExceptionally(cause(failure));
    }
  }

  private boolean mayBeLag(Task task, Throwable failure) {
    Duration age = Duration.between(task.version.lastModified(), clock.instant());
    return isAbsence(cause(failure))
        && age.compareTo(YOUNG) < 0
        && System.nanoTime() - task.began < PATIENCE.toNanos()
        && task.isCurrent.getAsBoolean();
  }

  private static boolean isAbsence(Throwable failure) {
    return failure instanceof StoreException e
        && (e.error() instanceof StoreError.NotFound
            || e.error() instanceof StoreError.PreconditionFailed);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException
        ? Optional.ofNullable(failure.getCause()).orElse(failure)
        : failure;
  }
}
