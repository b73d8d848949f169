package io.tpmount.vfs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store whose chosen calls fail, lose their answer, break off or wait, as the test sets it. Rules
 * are asked in the order they were set; the first that fits a call is applied to it. Nothing here
 * sleeps: a held call waits for its {@link Gate}.
 */
// The futures that whenComplete returns tell nothing that the completed one doesn't.
@SuppressWarnings("FutureReturnValueIgnored")
public final class FaultyObjectStore extends InterceptedObjectStore {
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  /** What happens to a call. */
  private sealed interface Fault {
    /** The call is not made. */
    record Fails(StoreError error) implements Fault {}

    /** The call is made and takes effect, but the caller hears of a failure. */
    record LosesAnswer(StoreError error) implements Fault {}

    /** The call is made when the gate opens. */
    record Waits(Gate gate) implements Fault {}

    /** A get fails once the sink has taken so many bytes. */
    record BreaksOff(long bytes, StoreError error) implements Fault {}
  }

  private record Rule(Predicate<StoreCall> when, AtomicInteger times, Fault fault) {
    boolean applies(StoreCall call) {
      return when.test(call) && times.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  public FaultyObjectStore(ObjectStore behind) {
    super(behind);
  }

  /** Every such call fails, until {@link #heal}. */
  public void fail(Predicate<StoreCall> when, StoreError error) {
    fail(when, Integer.MAX_VALUE, error);
  }

  /** The next so many such calls fail. */
  public void fail(Predicate<StoreCall> when, int times, StoreError error) {
    rules.add(new Rule(when, new AtomicInteger(times), new Fault.Fails(error)));
  }

  /** The next so many such calls take effect, and their callers hear of a failure. */
  public void loseAnswer(Predicate<StoreCall> when, int times, StoreError error) {
    rules.add(new Rule(when, new AtomicInteger(times), new Fault.LosesAnswer(error)));
  }

  /** The next so many such gets fail once their sink has taken {@code bytes}. */
  public void breakOff(Predicate<StoreCall> when, int times, long bytes, StoreError error) {
    rules.add(new Rule(when, new AtomicInteger(times), new Fault.BreaksOff(bytes, error)));
  }

  /** Every such call waits, from now on and until the gate is opened. */
  public Gate hold(Predicate<StoreCall> when) {
    Gate gate = new Gate();
    rules.add(new Rule(when, new AtomicInteger(Integer.MAX_VALUE), new Fault.Waits(gate)));
    return gate;
  }

  /** Drops every rule; gates stay as they are. */
  public void heal() {
    rules.clear();
  }

  @Override
  <T> CompletableFuture<T> around(StoreCall call, Supplier<CompletableFuture<T>> proceed) {
    return apply(faultOf(call), proceed);
  }

  @Override
  public CompletableFuture<ObjectInfo> get(GetRequest request, BodySink sink) {
    Optional<Fault> fault = faultOf(StoreCall.of(request));
    return fault.orElse(null) instanceof Fault.BreaksOff breaksOff
        ? broken(request, sink, breaksOff)
        : apply(fault, () -> behind.get(request, sink));
  }

  private Optional<Fault> faultOf(StoreCall call) {
    return rules.stream().filter(rule -> rule.applies(call)).map(Rule::fault).findFirst();
  }

  private static <T> CompletableFuture<T> apply(
      Optional<Fault> fault, Supplier<CompletableFuture<T>> proceed) {
    return fault.isEmpty()
        ? proceed.get()
        : switch (fault.get()) {
          case Fault.Fails fails -> failed(fails.error());
          case Fault.BreaksOff breaksOff -> failed(breaksOff.error());
          case Fault.LosesAnswer lost -> withoutAnswer(proceed.get(), lost.error());
          case Fault.Waits waits -> whenOpen(waits.gate(), proceed);
        };
  }

  private static <T> CompletableFuture<T> failed(StoreError error) {
    return CompletableFuture.failedFuture(new StoreException(error));
  }

  private static <T> CompletableFuture<T> withoutAnswer(
      CompletableFuture<T> call, StoreError error) {
    CompletableFuture<T> result = new CompletableFuture<>();
    call.whenComplete(
        (answer, failure) ->
            result.completeExceptionally(failure == null ? new StoreException(error) : failure));
    return result;
  }

  private static <T> CompletableFuture<T> whenOpen(
      Gate gate, Supplier<CompletableFuture<T>> proceed) {
    CompletableFuture<T> result = new CompletableFuture<>();
    gate.pass()
        .thenRun(
            () -> {
              if (!result.isDone()) {
                forward(proceed.get(), result);
              }
            });
    return result;
  }

  /** A dependent future would fail with a CompletionException, and not pass a cancel on. */
  private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
    from.whenComplete(
        (answer, failure) -> {
          if (failure == null) {
            to.complete(answer);
          } else {
            to.completeExceptionally(failure);
          }
        });
    to.whenComplete(
        (answer, failure) -> {
          if (to.isCancelled()) {
            from.cancel(true);
          }
        });
  }

  private CompletableFuture<ObjectInfo> broken(
      GetRequest request, BodySink sink, Fault.BreaksOff fault) {
    CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
    long end = request.range().offset() + fault.bytes();
    BodySink head =
        (position, bytes) -> {
          ByteBuffer wanted = bytes.slice();
          wanted.limit((int) Math.min(wanted.remaining(), end - position));
          boolean cut = wanted.remaining() < bytes.remaining();
          sink.accept(position, wanted);
          if (cut) {
            result.completeExceptionally(new StoreException(fault.error()));
            throw new IOException("broken off by the test");
          }
        };
    forward(behind.get(request, head), result);
    return result;
  }
}
