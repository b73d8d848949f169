package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Decides, from the reads of one handle, what to fetch: the policy of reading ahead. Pure: no
 * clock, no threads; not safe for concurrent use.
 */
final class ReadWindow {
  /*
   * What is fetched for a read
   *
   * A read of bytes that are not there fetches the block it touches and no more, because a random reader (a database,
   * a parquet footer, a zip directory) wants nothing else. What lies ahead is fetched once the handle has shown that it
   * goes on: four times what the run has read so far, up to the limit. So at most four fifths of what a reader that
   * stops was given is wasted, and a reader that goes on reaches the full width after a few round trips. A run that
   * begins at offset 0 is believed from its first read on; one that begins elsewhere only once it has read PROOF,
   * because a large random read comes in several pieces that look like a short run.
   *
   * Runs
   *
   * The kernel sends the pieces of its own read-ahead in parallel, so a run's reads arrive out of order, and a loader
   * may walk several tensors at once on one handle. A window therefore follows several runs; a read belongs to the run
   * whose end is within reach of it, and one that belongs to none begins a new run in place of the one idle longest.
   * What lies ahead of a run is wanted until the handle was read RECENT times elsewhere, or STRAYS times where nothing
   * is believed: then the reader has turned away, and what is under way for it is cancelled. So interleaved readers
   * keep their growth, and a reader that jumps for good is not held up by what it left.
   *
   * Experience
   *
   * Models are loaded tensor by tensor in any order, often through mmap. Each run then begins in mid-file; were each
   * believed only after its own proof, a load would pay a handful of small round trips per tensor. So the lengths of
   * the last runs are remembered: where the usual one was long, a new run is believed from its first read to be as long
   * (by the median, so that neither a few headers nor a few giants decide). Where all were alike, it is believed to end
   * there too, and nothing is fetched beyond: that is a rank that reads its slice of each row. Steps of equal length,
   * forward or backward, are foreseen by themselves.
   *
   * Rejected: one position per handle, as most peers have it; two interleaved readers then reset each other for ever.
   * Fetching large random reads in one piece from the first byte on: it makes the first byte wait for the last.
   */

  /** The unit of fetching: large enough that a request pays, small enough for a 4 KiB read. */
  static final long BLOCK = 128 << 10;

  /** Files up to this size are fetched whole at the first read. */
  static final long SMALL_FILE = 4 * BLOCK;

  private static final long HALF_BLOCK = BLOCK / 2;

  /** The smallest get ahead of a reader. */
  static final long LEAST_PIECE = 2 * BLOCK;

  /** Chunks that a single stream of unlimited chunks reads ahead. */
  private static final int SINGLE_STREAM_CHUNKS = 8;

  /** Reads elsewhere after which a run has ended. */
  private static final int RECENT = 32;

  /** Reads that no run explains after which the reader has turned away. */
  private static final int STRAYS = 3;

  private static final int MOST_RUNS = 16;

  /**
   * What one read wants.
   *
   * @param now what must be there to answer it, in whole blocks
   * @param ahead what should be fetched beyond, most wanted first; takes the place of what was
   *     wanted before
   * @param change what becomes of the gets under way
   */
  record Plan(ByteRange now, List<Ahead> ahead, Change change) {
    enum Change {
      GOES_ON,
      /** What is under way for nobody ends. */
      TURNED
    }
  }

  /**
   * A range to fetch ahead.
   *
   * @param piece bytes of one get
   */
  record Ahead(ByteRange range, long piece) {}

  private final ReadOptions options;
  private final long mostAhead;
  private final Deque<ReadRun> runs = new ArrayDeque<>();
  private final RunLengths lengths = new RunLengths();
  private final Strides strides = new Strides();
  private long reads;
  private long strays;

  /** Runs that had something ahead after the last read. */
  private int leading;

  ReadWindow(ReadOptions options) {
    this.options = options;
    this.mostAhead = options.readAhead().bytes() + inFlight(options);
  }

  private static long inFlight(ReadOptions options) {
    long chunk = options.chunkSize().bytes();
    if (options.chunkStreams() > 1) {
      return options.chunkStreams() * chunk;
    }
    return Math.clamp(options.chunkSizeLimit().bytes(), chunk, SINGLE_STREAM_CHUNKS * chunk);
  }

  Plan onRead(ByteRange read, long fileSize) {
    if (fileSize <= SMALL_FILE) {
      return new Plan(new ByteRange(0, fileSize), List.of(), Plan.Change.GOES_ON);
    }
    ReadRun run = runOf(read);
    strides.onRead(read);
    reads++;
    strays += run.isBelieved() ? 0 : 1;
    run.touch(reads, strays);
    List<Ahead> ahead = ahead(fileSize);
    int before = leading;
    leading = ahead.size();
    if (!run.isBelieved()) {
      strides
          .ahead(mostAhead)
          .forEach(range -> ahead.add(new Ahead(blocks(range).clampTo(fileSize), LEAST_PIECE)));
    }
    Plan.Change change = leading < before ? Plan.Change.TURNED : Plan.Change.GOES_ON;
    return new Plan(blocks(read).clampTo(fileSize), ahead, change);
  }

  private List<Ahead> ahead(long fileSize) {
    List<Ahead> ahead = new ArrayList<>();
    for (ReadRun run : runs) {
      ByteRange range = run.ahead(mostAhead).clampTo(fileSize);
      if (!range.isEmpty() && isRecent(run)) {
        ahead.add(inPieces(range, fileSize, run.endsThere()));
      }
    }
    return ahead;
  }

  /**
   * Ends at the grid of pieces: else the window would move by one read at a time, and each get at
   * its end be as small.
   */
  private Ahead inPieces(ByteRange range, long fileSize, boolean isExact) {
    long piece = pieceOf(range);
    boolean whole = isExact || range.end() == fileSize;
    return new Ahead(whole ? range : range.clampTo(range.end() / piece * piece), piece);
  }

  private boolean isRecent(ReadRun run) {
    return run.readsSince(reads) <= RECENT && run.straysSince(strays) < STRAYS;
  }

  /** Small gets at first, so that the first bytes come soon; chunks once much is wanted. */
  private long pieceOf(ByteRange ahead) {
    long share = Long.highestOneBit(Math.max(1, ahead.length() / options.chunkStreams()));
    long chunk = options.chunkSize().bytes();
    long most =
        options.chunkStreams() > 1 ? chunk : Math.max(chunk, options.chunkSizeLimit().bytes());
    return Math.clamp(share, Math.min(LEAST_PIECE, most), most);
  }

  /** The run that the read belongs to, now the first. */
  private ReadRun runOf(ByteRange read) {
    ReadRun run = take(read);
    if (run == null) {
      run = begin(read);
    } else {
      run.add(read);
    }
    runs.addFirst(run);
    return run;
  }

  private ReadRun begin(ByteRange read) {
    if (!runs.isEmpty()) {
      lengths.add(runs.getFirst().bytes());
    }
    if (runs.size() == MOST_RUNS) {
      runs.removeLast();
    }
    return new ReadRun(read, lengths.forecast());
  }

  private ReadRun take(ByteRange read) {
    for (Iterator<ReadRun> each = runs.iterator(); each.hasNext(); ) {
      ReadRun run = each.next();
      if (run.continuesWith(read)) {
        each.remove();
        return run;
      }
    }
    return null;
  }

  /** The block around a small read; half blocks where it is large, or lies across two. */
  private static ByteRange blocks(ByteRange read) {
    ByteRange halves = rounded(read, HALF_BLOCK);
    return halves.length() >= BLOCK ? halves : rounded(read, BLOCK);
  }

  private static ByteRange rounded(ByteRange read, long unit) {
    long start = read.offset() / unit * unit;
    long end = (read.end() + unit - 1) / unit * unit;
    return ByteRange.between(start, end);
  }
}
