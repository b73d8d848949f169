package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.stream.Stream;

/** Ranges without others. */
final class Gaps {
  private Gaps() {}

  /** What of the ranges none of the parts covers, in the ranges' order. */
  static List<ByteRange> without(List<ByteRange> ranges, List<ByteRange> parts) {
    List<ByteRange> rest = ranges;
    for (ByteRange part : parts) {
      rest = rest.stream().flatMap(range -> without(range, part)).toList();
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
}
