package io.tpmount.vfs.read;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of one file is on its way, who waits for it, and who wants what ahead. Not safe for
 * concurrent use.
 */
final class FetchState {
  private final CacheFile file;
  private final List<Flight> flights = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Wishes wishes = new Wishes();
  private final Spill spill = new Spill();

  FetchState(CacheFile file) {
    this.file = file;
  }

  Wishes wishes() {
    return wishes;
  }

  /** Bytes that the cache has no space for, of the file's present version. */
  Spill spill() {
    spill.keepOnly(file.base());
    return spill;
  }

  // Waiting

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /** What a waiter lacks. */
  List<ByteRange> missing(Waiter waiter) {
    return switch (waiter.where()) {
      case ANYWHERE -> spill().missing(file.missing(waiter.range()));
      case CACHE -> file.missing(wishes.restFor(waiter));
    };
  }

  /** Takes out those whose range is there now. */
  List<Waiter> satisfied(ByteRange arrived) {
    return takeOut(
        arrived, waiter -> missing(waiter).isEmpty() && (isAnywhere(waiter) || isSettled(waiter)));
  }

  /**
   * Takes out those of whose bytes some are neither there nor on their way, because the cache has
   * dropped what was there when they came: what they read is not to be had through the cache.
   */
  List<Waiter> outpaced(ByteRange arrived) {
    List<ByteRange> underWay = underWay();
    return takeOut(
        arrived,
        waiter -> isAnywhere(waiter) && !Gaps.without(missing(waiter), underWay).isEmpty());
  }

  /** Takes out those who needed bytes that will not come. */
  List<Waiter> disappointed(ByteRange lost) {
    return takeOut(
        lost,
        waiter ->
            !isAnywhere(waiter) || missing(waiter).stream().anyMatch(gap -> gap.overlaps(lost)));
  }

  /** Takes out those who wait for the cache, which has no space. */
  List<Waiter> refused(ByteRange arrived) {
    return takeOut(arrived, waiter -> !isAnywhere(waiter));
  }

  void remove(Waiter waiter) {
    waiters.remove(waiter);
    wishes.remove(waiter);
  }

  private List<Waiter> takeOut(ByteRange range, Predicate<Waiter> chosen) {
    List<Waiter> out =
        waiters.stream().filter(waiter -> waiter.range().overlaps(range)).filter(chosen).toList();
    out.forEach(this::remove);
    return out;
  }

  private static boolean isAnywhere(Waiter waiter) {
    return waiter.where() == Waiter.Where.ANYWHERE;
  }

  private boolean isSettled(Waiter waiter) {
    return flights.stream().noneMatch(flight -> flight.range.overlaps(waiter.range()));
  }

  // Flying

  int flying() {
    return flights.size();
  }

  void add(Flight flight) {
    flights.add(flight);
  }

  void remove(Flight flight) {
    flights.remove(flight);
  }

  /** Gets for what a waiter lacks and is not on its way. */
  List<Flight> board(Waiter waiter) {
    List<Flight> boarded =
        Gaps.without(missing(waiter), underWay()).stream().map(Flight::new).toList();
    flights.addAll(boarded);
    return boarded;
  }

  /** Gets for those who wait for bytes whose get has ended without them. */
  List<Flight> boardAgain(ByteRange lost) {
    List<Flight> again = new ArrayList<>();
    for (Waiter waiter : waiters) {
      if (!waiter.range().overlaps(lost)) {
        continue;
      }
      switch (waiter.where()) {
        case ANYWHERE -> again.addAll(board(waiter));
        case CACHE -> wishes.reopen(waiter, lost.offset());
      }
    }
    return again;
  }

  /** The next get that somebody wishes for. */
  Optional<Flight> nextWished(long largest, long farthest) {
    List<ByteRange> underWay = underWay();
    Spill spilled = spill();
    return wishes
        .next(
            range -> Gaps.without(spilled.missing(file.missing(range)), underWay),
            largest,
            farthest)
        .map(Flight::new);
  }

  /** Gets that neither a waiter nor a wish needs. */
  List<Flight> unwanted() {
    return flights.stream().filter(flight -> !isWanted(flight.range)).toList();
  }

  private boolean isWanted(ByteRange range) {
    return isAwaited(range) || wishes.overlap(range);
  }

  /** Whether a reader, be it one who looks ahead, wants some of it. */
  boolean isRead(ByteRange range) {
    return isAwaited(range) || wishes.readersOverlap(range);
  }

  private boolean isAwaited(ByteRange range) {
    return waiters.stream().anyMatch(waiter -> waiter.range().overlaps(range));
  }

  private List<ByteRange> underWay() {
    return flights.stream().map(flight -> flight.range).toList();
  }
}
