package io.tpmount.vfs.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.read.ReadWindow.Ahead;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings missing bytes of one file into its cache file, for all its readers together.
 *
 * <p>What somebody waits for is fetched at once. What readers want ahead is fetched with at most
 * {@code chunkStreams} gets in flight, each reader's turn coming round. Bytes on their way are
 * never asked for twice, count as soon as they are in the file, and are no longer fetched when the
 * last one who wanted them has turned away.
 *
 * <p>What the cache has no space for stays in memory until it is read, so that it is fetched once
 * too; then little is fetched ahead.
 */
public final class Fetcher {
  /** Bytes kept in memory where the cache has no space, and wanted ahead then. */
  private static final long MOST_SPILLED = 8 << 20;

  private static final long SPILLED_AHEAD = 4 << 20;
  private static final long SPILLED_PIECE = 1 << 20;
  private static final long FAR = Long.MAX_VALUE / 2;

  private final PatientGets gets;
  private final CacheFile file;
  private final ReadOptions options;
  private final ByteBudget.Account memory;
  private final Runnable retry = this::pump;

  @GuardedBy("this")
  private final FetchState state;

  /** What the account has of the spilled bytes. */
  @GuardedBy("this")
  private long spilled;

  public Fetcher(ObjectStore store, CacheFile file, ReadOptions options, ByteBudget budget) {
    this.gets = new PatientGets(store, InstantSource.system());
    this.file = file;
    this.options = options;
    this.memory = budget.account();
    this.state = new FetchState(file);
  }

  /**
   * Waits until a range can be read, from the cache file or by {@link #fromMemory}; or was fetched
   * and dropped again, in a cache too small for its readers. Fails with a {@link StoreException};
   * cancelling it ends the wait.
   */
  public CompletableFuture<Void> demand(ByteRange range) {
    Waiter waiter = new Waiter(range, Waiter.Where.ANYWHERE);
    List<Flight> departing;
    synchronized (this) {
      if (state.missing(waiter).isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      state.add(waiter);
      departing = state.board(waiter);
    }
    departing.forEach(this::departAtOnce);
    return untilDone(waiter);
  }

  /**
   * Fetches a range of any size in the background, as one more reader, each byte of it once. Fails
   * with {@link StoreError.SinkFailed} when the cache has no space.
   */
  public CompletableFuture<Void> fetchAll(ByteRange range) {
    Waiter waiter = new Waiter(range, Waiter.Where.CACHE);
    synchronized (this) {
      if (file.missing(range).isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      state.spill().clear();
      state.add(waiter);
      state.wishes().put(waiter, List.of(new Ahead(range, options.chunkSize().bytes())));
    }
    settleSpill();
    pump();
    return untilDone(waiter);
  }

  private CompletableFuture<Void> untilDone(Waiter waiter) {
    var _ = waiter.done().whenComplete((_, _) -> forget(waiter));
    return waiter.done();
  }

  private void forget(Waiter waiter) {
    synchronized (this) {
      state.remove(waiter);
    }
    cancelUnwanted();
  }

  /**
   * Bytes of a range of which the cache lacks some; empty when they are not all here. Never waits
   * for the store.
   */
  public Optional<ByteBuffer> fromMemory(ByteRange range) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) range.length());
    List<ByteRange> cached;
    synchronized (this) {
      List<ByteRange> gaps = file.missing(range);
      Spill spill = state.spill();
      if (!spill.missing(gaps).isEmpty()) {
        return Optional.empty();
      }
      for (ByteRange gap : gaps) {
        spill.copy(gap, bytes, (int) (gap.offset() - range.offset()));
      }
      cached = Gaps.without(List.of(range), gaps);
    }
    for (ByteRange part : cached) {
      int at = (int) (part.offset() - range.offset());
      file.body(file.moment(), part).read(0, bytes.slice(at, (int) part.length()));
    }
    return Optional.of(bytes);
  }

  /** Sets what a reader wants ahead; replaces what it wanted before. */
  void wish(Object reader, List<Ahead> ahead) {
    synchronized (this) {
      if (ahead.stream().allMatch(part -> file.missing(part.range()).isEmpty())) {
        state.wishes().remove(reader);
      } else {
        state.wishes().put(reader, ahead);
      }
    }
    pump();
  }

  /** Stops what only this reader wanted. */
  void leave(Object reader) {
    synchronized (this) {
      state.wishes().remove(reader);
      if (state.wishes().isEmpty()) {
        state.spill().clear();
      }
    }
    settleSpill();
    cancelUnwanted();
  }

  /** Ends gets that neither a waiter nor a wish needs. */
  void cancelUnwanted() {
    List<Flight> unwanted;
    synchronized (this) {
      unwanted = state.unwanted();
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
    if (state.flying() >= options.chunkStreams()) {
      return Optional.empty();
    }
    boolean spills = !state.spill().isEmpty();
    Optional<Flight> next =
        state.nextWished(spills ? SPILLED_PIECE : largestPiece(), spills ? SPILLED_AHEAD : FAR);
    if (next.isEmpty() || !memory.tryTake(next.get().memory(), retry)) {
      return Optional.empty();
    }
    state.add(next.get());
    return next;
  }

  /** Two gets at the least shall fit into this file's share of memory. */
  private long largestPiece() {
    return Math.max(ReadWindow.LEAST_PIECE, Long.highestOneBit(Math.max(1, memory.share() / 4)));
  }

  private void departAtOnce(Flight flight) {
    memory.take(flight.memory());
    depart(flight);
  }

  private void depart(Flight flight) {
    ObjectInfo version = file.base().orElseThrow();
    flight.version = version;
    flight.depart(file);
    GetRequest request = new GetRequest(version.key(), flight.range, Optional.of(version.etag()));
    CompletableFuture<ObjectInfo> call =
        gets.get(
            version,
            request,
            (position, bytes) -> deliver(flight, position, bytes),
            () -> !isOutdated(flight));
    flight.call = call;
    var _ = call.whenComplete((_, failure) -> land(flight, failure));
  }

  private void deliver(Flight flight, long position, ByteBuffer bytes) throws IOException {
    if (!flight.beginArrival()) {
      throw new IOException("the get of " + file + " has ended");
    }
    try {
      arrive(flight, position, bytes);
    } finally {
      flight.endArrival();
    }
  }

  /**
   * Bytes of a version before our own last upload are refused: what was missing of that one may
   * have been written since, uploaded, and dropped again.
   */
  private void arrive(Flight flight, long position, ByteBuffer bytes) throws IOException {
    if (isOutdated(flight)) {
      throw new IOException(file + " has another version by now");
    }
    ByteRange arrived = new ByteRange(position, bytes.remaining());
    try {
      file.fill(position, bytes);
    } catch (IOException e) {
      keep(position, bytes, e);
    }
    List<Waiter> done;
    synchronized (this) {
      done = state.satisfied(arrived);
    }
    done.forEach(waiter -> waiter.done().complete(null));
  }

  /** A reader never fails for lack of cache space. */
  private void keep(long position, ByteBuffer bytes, IOException failure) {
    ByteRange arrived = new ByteRange(position, bytes.remaining());
    List<Waiter> refused;
    synchronized (this) {
      refused = state.refused(arrived);
      if (state.isRead(arrived)) {
        state.spill().put(position, bytes, MOST_SPILLED);
      }
    }
    settleSpill();
    StoreError.Detail detail =
        new StoreError.Detail("get of " + file.key(), failure.toString(), Optional.empty());
    StoreException noSpace = new StoreException(new StoreError.SinkFailed(detail));
    refused.forEach(waiter -> waiter.done().completeExceptionally(noSpace));
  }

  /** Tells the account what spilled bytes there are; outside the monitor, for others then try. */
  private void settleSpill() {
    long growth;
    synchronized (this) {
      growth = state.spill().bytes() - spilled;
      spilled += growth;
    }
    if (growth > 0) {
      memory.take(growth);
    } else if (growth < 0) {
      memory.give(-growth);
    }
  }

  private void land(Flight flight, Throwable failure) {
    List<Waiter> failed = List.of();
    List<Waiter> done;
    List<Flight> again = List.of();
    synchronized (this) {
      state.remove(flight);
      if (failure != null && (flight.call.isCancelled() || isOutdated(flight))) {
        again = state.boardAgain(flight.range);
      } else if (failure != null) {
        failed = state.disappointed(flight.range);
        // Nothing is fetched ahead into a failing store; the next read says what it wants anew.
        state.wishes().removeReaders();
      }
      done = new ArrayList<>(state.satisfied(flight.range));
      done.addAll(state.outpaced(flight.range));
    }
    memory.give(flight.memory());
    settleSpill();
    again.forEach(this::departAtOnce);
    failed.forEach(waiter -> waiter.done().completeExceptionally(failure));
    done.forEach(waiter -> waiter.done().complete(null));
    pump();
    flight.land();
  }

  /** Our own upload or rename has made another version since. */
  private boolean isOutdated(Flight flight) {
    return !file.base().equals(Optional.of(flight.version));
  }
}
