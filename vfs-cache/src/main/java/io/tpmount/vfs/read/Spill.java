package io.tpmount.vfs.read;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Fetched bytes that the cache has no space for, kept in memory until they are read or newer ones
 * need the place. Not safe for concurrent use.
 */
final class Spill {
  private record Piece(ByteRange range, ByteBuffer bytes) {}

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long bytes;
  private Optional<ObjectInfo> version = Optional.empty();

  /** Forgets all unless it is of that version; what comes will be. */
  void keepOnly(Optional<ObjectInfo> current) {
    if (!version.equals(current)) {
      clear();
      version = current;
    }
  }

  /** Adds a copy of the bytes, in place of the oldest where they would be more than that. */
  void put(long position, ByteBuffer source, long most) {
    ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip();
    pieces.addLast(new Piece(new ByteRange(position, copy.limit()), copy));
    bytes += copy.limit();
    while (bytes > most && pieces.size() > 1) {
      bytes -= pieces.removeFirst().range.length();
    }
  }

  void clear() {
    pieces.clear();
    bytes = 0;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** What of the ranges it lacks. */
  List<ByteRange> missing(List<ByteRange> ranges) {
    return Gaps.without(ranges, pieces.stream().map(Piece::range).toList());
  }

  /** Puts the bytes of a range, which must be here, into {@code target} at {@code index}. */
  void copy(ByteRange range, ByteBuffer target, int index) {
    for (Piece piece : pieces) {
      long from = Math.max(range.offset(), piece.range.offset());
      long to = Math.min(range.end(), piece.range.end());
      if (from < to) {
        target.put(
            index + (int) (from - range.offset()),
            piece.bytes,
            (int) (from - piece.range.offset()),
            (int) (to - from));
      }
    }
  }
}
