package io.tpmount.vfs.read;

import io.tpmount.vfs.read.ReadWindow.Ahead;
import io.tpmount.vfs.unit.ByteRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What readers of one file want ahead; each reader's turn comes round. Not safe for threads. */
final class Wishes {
  /** In the order in which they get their turn. */
  private final Map<Object, List<Ahead>> wishes = new LinkedHashMap<>();

  void put(Object reader, List<Ahead> ahead) {
    wishes.put(reader, ahead);
  }

  void remove(Object reader) {
    wishes.remove(reader);
  }

  boolean isEmpty() {
    return wishes.isEmpty();
  }

  /** Forgets what readers want ahead, but not what somebody waits for. */
  void removeReaders() {
    wishes.keySet().removeIf(reader -> !(reader instanceof Waiter));
  }

  boolean overlap(ByteRange range) {
    return wishes.values().stream()
        .flatMap(List::stream)
        .anyMatch(part -> part.range().overlaps(range));
  }

  /** Whether a reader, not somebody who waits for the cache, wants some of it. */
  boolean readersOverlap(ByteRange range) {
    return wishes.entrySet().stream()
        .filter(wish -> !(wish.getKey() instanceof Waiter))
        .flatMap(wish -> wish.getValue().stream())
        .anyMatch(part -> part.range().overlaps(range));
  }

  /**
   * The next get, cut at the grid of its piece; whoever wished for it has had its turn.
   *
   * @param open the parts of a range that are neither there nor on their way
   * @param largest bytes of one get
   * @param farthest bytes looked at of each range
   */
  Optional<ByteRange> next(Function<ByteRange, List<ByteRange>> open, long largest, long farthest) {
    for (Map.Entry<Object, List<Ahead>> wish : List.copyOf(wishes.entrySet())) {
      for (Ahead part : wish.getValue()) {
        ByteRange near = part.range().clampTo(part.range().offset() + farthest);
        List<ByteRange> gaps = open.apply(near);
        if (!gaps.isEmpty()) {
          long piece = Math.min(part.piece(), largest);
          ByteRange first = gaps.getFirst();
          wishes.remove(wish.getKey());
          wishes.put(wish.getKey(), restOf(wish, part, first.offset()));
          return Optional.of(first.clampTo((first.offset() / piece + 1) * piece));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Somebody who waits wants each byte brought once: what the cache drops meanwhile, because the
   * file is larger than it, is not fetched again for ever.
   */
  private static List<Ahead> restOf(Map.Entry<Object, List<Ahead>> wish, Ahead part, long reached) {
    return wish.getKey() instanceof Waiter
        ? List.of(new Ahead(ByteRange.between(reached, part.range().end()), part.piece()))
        : wish.getValue();
  }

  /** A get of somebody who waits has ended without its bytes. */
  void reopen(Waiter waiter, long from) {
    Ahead rest = wishes.get(waiter).getFirst();
    long start = Math.max(waiter.range().offset(), Math.min(from, rest.range().offset()));
    wishes.put(
        waiter, List.of(new Ahead(ByteRange.between(start, rest.range().end()), rest.piece())));
  }

  /** What is still to be brought for somebody who waits. */
  ByteRange restFor(Waiter waiter) {
    return wishes.get(waiter).getFirst().range();
  }
}
