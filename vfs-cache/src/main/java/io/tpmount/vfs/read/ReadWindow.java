package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Decides, from the reads of one handle, what to fetch: the policy of reading ahead. Pure: no
 * clock, no threads; not safe for concurrent use.
 */
final class ReadWindow {
  /*
   * What is fetched for a read
   *
   * A read of bytes that are not there fetches the blocks it touches and no more, because a random reader (a database,
   * a parquet footer, a zip directory) wants nothing else. What lies ahead is fetched once the handle has shown that it
   * goes on: four times what the run has read so far, up to the limit. So at most four fifths of what a reader that
   * stops was given is wasted, and a reader that goes on reaches the full width after a few round trips. A run that
   * begins at offset 0 is believed from its first read on; one that begins elsewhere only from PROOF on, because a
   * large random read comes in several pieces that look like a short run.
   *
   * Runs
   *
   * The kernel sends the pieces of its own read-ahead in parallel, so a run's reads arrive out of order, and a loader
   * may walk several tensors at once on one handle. A window therefore follows several runs; a read belongs to the run
   * whose end is within REACH of it, and one that belongs to none begins a new run in place of the one idle longest.
   * Other runs keep their growth: strided access does not reset everything.
   *
   * Rejected: one position per handle, as most peers have it; two interleaved readers then reset each other for ever.
   */

  /** The unit of fetching: large enough that a request pays, small enough for a 4 KiB read. */
  static final long BLOCK = 128 << 10;

  /** Files up to this size are fetched whole at the first read. */
  static final long SMALL_FILE = 4 * BLOCK;

  /** Bytes a run that starts in mid-file must have read before it is believed. */
  private static final long PROOF = 4 * BLOCK;

  /** Ahead of a believed run at the least. */
  private static final long LEAST_AHEAD = 4 * BLOCK;

  /**
   * How far from a run's end a read still belongs to it: two of the kernel's largest read-aheads,
   * which it may have under way at a time.
   */
  private static final long REACH = 2 << 20;

  /** Reads elsewhere that it takes to believe that the reader has turned away. */
  private static final int STRAYS = 2;

  private static final int MOST_RUNS = 16;

  /**
   * What one read wants.
   *
   * @param now what must be there to answer it, in whole blocks
   * @param ahead what should be fetched beyond; may be empty
   * @param change what becomes of what was wanted ahead before
   */
  record Plan(ByteRange now, ByteRange ahead, Change change) {
    enum Change {
      /** A read out of order, perhaps: what was wanted before still is. */
      NONE,
      /** {@code ahead} takes its place; what is under way goes on. */
      GOES_ON,
      /** The same, and what is under way for nobody ends. */
      TURNED
    }
  }

  /** One sequence of reads; mutable. */
  private static final class Run {
    private final boolean fromStart;
    private long end;
    private long bytes;

    Run(ByteRange first) {
      fromStart = first.offset() == 0;
      end = first.end();
      bytes = first.length();
    }

    boolean continuesWith(ByteRange read) {
      return Math.abs(read.offset() - end) <= REACH;
    }

    void add(ByteRange read) {
      end = Math.max(end, read.end());
      bytes += read.length();
    }

    boolean isBelieved() {
      return fromStart || bytes >= PROOF;
    }

    long ahead(long most) {
      return isBelieved() ? Math.min(most, Math.max(LEAST_AHEAD, 4 * bytes)) : 0;
    }
  }

  private final long mostAhead;
  private final Deque<Run> runs = new ArrayDeque<>();

  /** Reads since the last one of a believed run. */
  private int strays;

  ReadWindow(ReadOptions options) {
    this.mostAhead =
        options.readAhead().bytes() + options.chunkStreams() * options.chunkSize().bytes();
  }

  Plan onRead(ByteRange read, long fileSize) {
    if (fileSize <= SMALL_FILE) {
      return new Plan(new ByteRange(0, fileSize), new ByteRange(fileSize, 0), Plan.Change.GOES_ON);
    }
    Run run = run(read);
    ByteRange ahead = new ByteRange(run.end, run.ahead(mostAhead)).clampTo(fileSize);
    strays = run.isBelieved() ? 0 : strays + 1;
    return new Plan(blocks(read).clampTo(fileSize), ahead, change());
  }

  private Plan.Change change() {
    if (strays == 0) {
      return Plan.Change.GOES_ON;
    }
    return strays < STRAYS ? Plan.Change.NONE : Plan.Change.TURNED;
  }

  /** The run that the read belongs to, now the first. */
  private Run run(ByteRange read) {
    Run run = take(read);
    if (run == null) {
      run = new Run(read);
    } else {
      run.add(read);
    }
    runs.addFirst(run);
    if (runs.size() > MOST_RUNS) {
      runs.removeLast();
    }
    return run;
  }

  private Run take(ByteRange read) {
    for (Iterator<Run> each = runs.iterator(); each.hasNext(); ) {
      Run run = each.next();
      if (run.continuesWith(read)) {
        each.remove();
        return run;
      }
    }
    return null;
  }

  private static ByteRange blocks(ByteRange read) {
    long start = read.offset() / BLOCK * BLOCK;
    long end = (read.end() + BLOCK - 1) / BLOCK * BLOCK;
    return ByteRange.between(start, end);
  }
}
