package io.tpmount.vfs.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.read.ReadWindow.Ahead;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings missing bytes of one file into its cache file, for all its readers together.
 *
 * <p>What somebody waits for is fetched at once. What readers want ahead is fetched with at most
 * {@code chunkStreams} gets in flight, each reader's turn coming round. Bytes on their way are
 * never asked for twice, count as soon as they are in the file, and are no longer fetched when the
 * last one who wanted them has turned away.
 */
public final class Fetcher {
  /** One get in flight. */
  private static final class Flight {
    final ByteRange range;
    volatile ObjectInfo version;
    volatile CompletableFuture<ObjectInfo> call = new CompletableFuture<>();

    Flight(ByteRange range) {
      this.range = range;
    }
  }

  /** Somebody who waits until a range is in the file. */
  private record Waiter(ByteRange range, CompletableFuture<Void> done) {}

  private final ObjectStore store;
  private final CacheFile file;
  private final ReadOptions options;
  private final ByteBudget budget;

  @GuardedBy("this")
  private final List<Flight> flights = new ArrayList<>();

  @GuardedBy("this")
  private final List<Waiter> waiters = new ArrayList<>();

  /** In the order in which they get their turn. */
  @GuardedBy("this")
  private final Map<Object, List<Ahead>> wishes = new LinkedHashMap<>();

  public Fetcher(ObjectStore store, CacheFile file, ReadOptions options, ByteBudget budget) {
    this.store = store;
    this.file = file;
    this.options = options;
    this.budget = budget;
  }

  /**
   * Waits until a range is in the file. Fails with a {@link io.tpmount.vfs.store.StoreException};
   * cancelling it ends the wait.
   */
  public CompletableFuture<Void> demand(ByteRange range) {
    Waiter waiter = new Waiter(range, new CompletableFuture<>());
    List<Flight> departing;
    synchronized (this) {
      if (file.missing(range).isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      waiters.add(waiter);
      departing = boardMissing(range);
    }
    departing.forEach(this::departAtOnce);
    return untilDone(waiter);
  }

  /** Fetches a range of any size in the background, as one more reader, until it is in the file. */
  public CompletableFuture<Void> fetchAll(ByteRange range) {
    Waiter waiter = new Waiter(range, new CompletableFuture<>());
    synchronized (this) {
      if (file.missing(range).isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      waiters.add(waiter);
      wishes.put(waiter, List.of(new Ahead(range, options.chunkSize().bytes())));
    }
    pump();
    return untilDone(waiter);
  }

  private CompletableFuture<Void> untilDone(Waiter waiter) {
    var _ = waiter.done.whenComplete((_, _) -> forget(waiter));
    return waiter.done;
  }

  private void forget(Waiter waiter) {
    synchronized (this) {
      waiters.remove(waiter);
    }
    leave(waiter);
  }

  /** Sets what a reader wants ahead; replaces what it wanted before. */
  void wish(Object reader, List<Ahead> ahead) {
    synchronized (this) {
      if (ahead.stream().allMatch(part -> file.missing(part.range()).isEmpty())) {
        wishes.remove(reader);
      } else {
        wishes.put(reader, ahead);
      }
    }
    pump();
  }

  /** Stops what only this reader wanted. */
  void leave(Object reader) {
    synchronized (this) {
      wishes.remove(reader);
    }
    cancelUnwanted();
  }

  /** Ends gets that neither a waiter nor a wish needs. */
  void cancelUnwanted() {
    List<Flight> unwanted = new ArrayList<>();
    synchronized (this) {
      for (Flight flight : flights) {
        if (!isWanted(flight.range)) {
          unwanted.add(flight);
        }
      }
    }
    unwanted.forEach(flight -> flight.call.cancel(true));
  }

  /** Starts gets for wishes while streams and memory last. */
  private void pump() {
    Optional<Flight> next = nextWished();
    while (next.isPresent()) {
      depart(next.get());
      next = nextWished();
    }
  }

  private synchronized Optional<Flight> nextWished() {
    if (flights.size() >= options.chunkStreams()) {
      return Optional.empty();
    }
    for (Map.Entry<Object, List<Ahead>> each : List.copyOf(wishes.entrySet())) {
      Optional<ByteRange> piece = firstPiece(each.getValue());
      if (piece.isPresent()) {
        takeTurn(each);
        return budget.tryTake(piece.get().length(), this::pump)
            ? Optional.of(board(piece.get()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @GuardedBy("this")
  private void takeTurn(Map.Entry<Object, List<Ahead>> wish) {
    wishes.remove(wish.getKey());
    wishes.put(wish.getKey(), wish.getValue());
  }

  /** The first bytes of a wish that are neither there nor on their way, cut at the piece's grid. */
  @GuardedBy("this")
  private Optional<ByteRange> firstPiece(List<Ahead> wish) {
    for (Ahead part : wish) {
      for (ByteRange gap : file.missing(part.range())) {
        List<ByteRange> free = uncovered(gap);
        if (!free.isEmpty()) {
          ByteRange first = free.getFirst();
          return Optional.of(first.clampTo((first.offset() / part.piece() + 1) * part.piece()));
        }
      }
    }
    return Optional.empty();
  }

  /** What of a range no get in flight brings. */
  @GuardedBy("this")
  private List<ByteRange> uncovered(ByteRange range) {
    List<ByteRange> rest = new ArrayList<>(List.of(range));
    for (Flight flight : flights) {
      rest = rest.stream().flatMap(piece -> without(piece, flight.range)).toList();
    }
    return rest;
  }

  private static Stream<ByteRange> without(ByteRange whole, ByteRange part) {
    return whole.overlaps(part)
        ? Stream.of(
                ByteRange.between(whole.offset(), Math.max(whole.offset(), part.offset())),
                ByteRange.between(Math.min(whole.end(), part.end()), whole.end()))
            .filter(piece -> !piece.isEmpty())
        : Stream.of(whole);
  }

  @GuardedBy("this")
  private boolean isWanted(ByteRange range) {
    return waiters.stream().anyMatch(waiter -> waiter.range.overlaps(range))
        || wishes.values().stream()
            .flatMap(List::stream)
            .anyMatch(part -> part.range().overlaps(range));
  }

  /** Gets for what is missing of a range and not on its way. */
  @GuardedBy("this")
  private List<Flight> boardMissing(ByteRange range) {
    List<Flight> boarded = new ArrayList<>();
    for (ByteRange gap : file.missing(range)) {
      for (ByteRange piece : uncovered(gap)) {
        boarded.add(board(piece));
      }
    }
    return boarded;
  }

  @GuardedBy("this")
  private Flight board(ByteRange range) {
    Flight flight = new Flight(range);
    flights.add(flight);
    return flight;
  }

  private void departAtOnce(Flight flight) {
    budget.take(flight.range.length());
    depart(flight);
  }

  private void depart(Flight flight) {
    ObjectInfo version = file.base().orElseThrow();
    flight.version = version;
    GetRequest request = new GetRequest(version.key(), flight.range, Optional.of(version.etag()));
    CompletableFuture<ObjectInfo> call = store.get(request, this::arrive);
    flight.call = call;
    var _ = call.whenComplete((_, failure) -> land(flight, failure));
  }

  private void arrive(long position, ByteBuffer bytes) throws IOException {
    ByteRange arrived = new ByteRange(position, bytes.remaining());
    file.fill(position, bytes);
    satisfied(arrived).forEach(waiter -> waiter.done.complete(null));
  }

  private void land(Flight flight, Throwable failure) {
    List<Waiter> done = List.of();
    List<Flight> again = List.of();
    synchronized (this) {
      flights.remove(flight);
      if (failure == null) {
        done = satisfied(flight.range);
      } else if (flight.call.isCancelled() || wasRenamed(flight)) {
        again = boardForWaiters(flight.range);
      } else {
        done = disappointed(flight.range);
        // Nothing is fetched ahead into a failing store; the next read says what it wants anew.
        wishes.keySet().removeIf(reader -> !(reader instanceof Waiter));
      }
    }
    budget.give(flight.range.length());
    again.forEach(this::departAtOnce);
    done.forEach(waiter -> complete(waiter, failure));
    pump();
  }

  /** Our own upload or rename has made another version of the same bytes since. */
  private boolean wasRenamed(Flight flight) {
    return !file.base().equals(Optional.of(flight.version));
  }

  /** Also a waiter may have come for a get between the decision to cancel it and its end. */
  @GuardedBy("this")
  private List<Flight> boardForWaiters(ByteRange cancelled) {
    List<Flight> again = new ArrayList<>();
    for (Waiter waiter : waiters) {
      if (waiter.range.overlaps(cancelled) && !wishes.containsKey(waiter)) {
        again.addAll(boardMissing(waiter.range));
      }
    }
    return again;
  }

  private static void complete(Waiter waiter, Throwable failure) {
    if (failure == null) {
      waiter.done.complete(null);
    } else {
      waiter.done.completeExceptionally(
          failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
    }
  }

  /** Takes out those whose range is in the file now. */
  private synchronized List<Waiter> satisfied(ByteRange arrived) {
    return takeOut(
        waiter -> waiter.range.overlaps(arrived) && file.missing(waiter.range).isEmpty());
  }

  /** Takes out those who needed bytes that will not come. */
  private synchronized List<Waiter> disappointed(ByteRange lost) {
    return takeOut(
        waiter ->
            waiter.range.overlaps(lost)
                && file.missing(waiter.range).stream().anyMatch(gap -> gap.overlaps(lost)));
  }

  @GuardedBy("this")
  private List<Waiter> takeOut(Predicate<Waiter> chosen) {
    List<Waiter> out = new ArrayList<>();
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (chosen.test(waiter)) {
        each.remove();
        wishes.remove(waiter);
        out.add(waiter);
      }
    }
    return out;
  }
}
