package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds reads that lie equally far from each other: columns of a table, one rank's slices of each
 * tensor, a file read backward. Reads that follow each other without gap are one step. Not safe for
 * concurrent use.
 */
final class Strides {
  /** Equal steps it takes to believe in the next. */
  private static final int PROOF = 2;

  /** Steps ahead at the most; each step that comes true doubles them. */
  private static final int MOST_STEPS = 16;

  private long start;
  private long end;
  private long length;
  private long step;
  private int confirmed;

  void onRead(ByteRange read) {
    if (read.offset() == end && end > 0) {
      end = read.end();
      return;
    }
    long distance = read.offset() - start;
    confirmed = distance != 0 && distance == step ? confirmed + 1 : 0;
    step = distance;
    length = end - start;
    start = read.offset();
    end = read.end();
  }

  /** The ranges of the next steps, in their order; one range where they touch. */
  List<ByteRange> ahead(long most) {
    if (confirmed < PROOF) {
      return List.of();
    }
    long steps = Math.min(1L << Math.min(confirmed, 8), Math.min(MOST_STEPS, most / length));
    return Math.abs(step) <= length + ReadWindow.BLOCK ? span(steps) : apart(steps);
  }

  private List<ByteRange> apart(long steps) {
    List<ByteRange> ahead = new ArrayList<>();
    for (long i = 1; i <= steps; i++) {
      long at = start + i * step;
      if (at >= 0) {
        ahead.add(new ByteRange(at, length));
      }
    }
    return ahead;
  }

  /** Ends at the grid of pieces, as {@link ReadWindow} does it for runs. */
  private List<ByteRange> span(long steps) {
    long piece = ReadWindow.LEAST_PIECE;
    long far = Math.max(0, start + steps * step);
    return step > 0
        ? List.of(ByteRange.between(start + step, far + length))
        : List.of(ByteRange.between(Math.min(start, (far + piece - 1) / piece * piece), start));
  }
}
