package io.tpmount.vfs.store;

import io.tpmount.vfs.store.StoreCall.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A store that remembers what was asked of the one behind it, so that a test can say exactly which
 * requests a file-system call may cost:
 *
 * <pre>assertThat(store.calls()).containsExactlyInAnyOrder(StoreCall.of(LIST, "d/"));</pre>
 */
// The futures that whenComplete returns tell nothing that the completed one doesn't.
@SuppressWarnings("FutureReturnValueIgnored")
public final class RecordingObjectStore extends InterceptedObjectStore {
  private final List<StoreCall> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  public RecordingObjectStore(ObjectStore behind) {
    super(behind);
  }

  @Override
  <T> CompletableFuture<T> around(StoreCall call, Supplier<CompletableFuture<T>> proceed) {
    calls.add(call);
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    return counted(proceed.get());
  }

  /** Counts a call as ended before whoever waits for it hears of it and makes the next. */
  private <T> CompletableFuture<T> counted(CompletableFuture<T> call) {
    CompletableFuture<T> told = new CompletableFuture<>();
    call.whenComplete(
        (answer, failure) -> {
          running.decrementAndGet();
          if (failure == null) {
            told.complete(answer);
          } else {
            told.completeExceptionally(failure);
          }
        });
    told.whenComplete(
        (_, _) -> {
          if (told.isCancelled()) {
            call.cancel(true);
          }
        });
    return told;
  }

  /** Every call since the start or the last {@link #reset}, in order. */
  public List<StoreCall> calls() {
    return List.copyOf(calls);
  }

  /** The calls of one kind, in order. */
  public List<StoreCall> calls(Operation operation) {
    return calls.stream().filter(call -> call.operation() == operation).toList();
  }

  public int count(Operation operation) {
    return calls(operation).size();
  }

  /** Calls not yet answered. */
  public int running() {
    return running.get();
  }

  /** The most calls that ever ran at one time since {@link #reset}. */
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  public void reset() {
    calls.clear();
    mostAtOnce.set(running.get());
  }
}
