package io.tpmount.s3;

import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/** The calls of one store that are under way. */
final class Calls implements AutoCloseable {
  private final ThreadFactory threads = Thread.ofVirtual().name("s3-", 0).factory();
  private final Set<Call<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What is done to one of many items. */
  @FunctionalInterface
  interface Step<A, B> {
    B run(A item) throws Exception;
  }

  /** Starts a call. Cancelling its future ends it. */
  <T> CompletableFuture<T> start(String name, Call.Task<T> task) {
    Call<T> call = new Call<>();
    running.add(call);
    var _ = call.result().whenComplete((value, failure) -> finished(call, failure));
    if (closed) {
      call.result().completeExceptionally(closedBefore(name));
    } else {
      threads.newThread(() -> run(call, name, task)).start();
    }
    return call.result();
  }

  /**
   * Does one thing to each item on behalf of the call that calls this, at most {@code width} at a
   * time. The first failure keeps further items from being started and is thrown.
   */
  <A, B> List<B> each(String name, int width, List<A> items, Step<A, B> step)
      throws StoreException, InterruptedException {
    Semaphore slots = new Semaphore(width);
    AtomicBoolean failed = new AtomicBoolean();
    List<CompletableFuture<B>> parts = new ArrayList<>(items.size());
    try {
      for (A item : items) {
        slots.acquire();
        if (failed.get()) {
          break;
        }
        CompletableFuture<B> part = start(name, call -> step.run(item));
        parts.add(part);
        var _ =
            part.whenComplete(
                (value, failure) -> {
                  failed.compareAndSet(false, failure != null);
                  slots.release();
                });
      }
      return joined(name, parts);
    } finally {
      parts.forEach(part -> part.cancel(true));
    }
  }

  private static <B> List<B> joined(String name, List<CompletableFuture<B>> parts)
      throws StoreException, InterruptedException {
    List<B> values = new ArrayList<>(parts.size());
    try {
      for (CompletableFuture<B> part : parts) {
        values.add(part.get());
      }
      return values;
    } catch (ExecutionException e) {
      throw S3Errors.translate(name, e);
    }
  }

  /** Fails what is under way and all that comes. */
  @Override
  public void close() {
    closed = true;
    for (Call<?> call : running) {
      call.result().completeExceptionally(closedBefore("close"));
    }
  }

  private <T> void run(Call<T> call, String name, Call.Task<T> task) {
    if (!call.begin()) {
      return;
    }
    try {
      call.result().complete(task.run(call));
    } catch (InterruptedException e) {
      // Only the end of the call interrupts it, and then its result is there already.
      call.result().completeExceptionally(closedBefore(name));
    } catch (Exception | Error e) {
      call.result().completeExceptionally(S3Errors.translate(name, e));
    }
  }

  private void finished(Call<?> call, Throwable failure) {
    running.remove(call);
    if (failure != null) {
      call.end();
    }
  }

  private static StoreException closedBefore(String name) {
    return new StoreException(
        new StoreError.Unavailable(
            new StoreError.Detail(name, "the store is closed", Optional.empty())));
  }
}
