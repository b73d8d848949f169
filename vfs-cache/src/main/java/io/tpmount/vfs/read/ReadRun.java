package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;

/** One sequence of reads that lie close together. Not safe for concurrent use. */
final class ReadRun {
  /** Bytes a run that begins in mid-file must have read before it is believed. */
  static final long PROOF = 4 * ReadWindow.BLOCK;

  /** Ahead of a believed run at the least. */
  private static final long LEAST_AHEAD = 4 * ReadWindow.BLOCK;

  /**
   * How far from a run's end a read still belongs to it: two of the kernel's largest read-aheads,
   * which it may have under way at a time.
   */
  private static final long REACH = 2 << 20;

  /** Reads one before the other that it takes to believe that the reader goes backward. */
  private static final int DESCENTS = 2;

  private final RunLengths.Forecast forecast;
  private long start;
  private long end;
  private long bytes;
  private int descents;
  private long lastRead;
  private long lastStray;

  /**
   * @param forecast what runs of this handle were like when it began
   */
  ReadRun(ByteRange first, RunLengths.Forecast forecast) {
    this.forecast = forecast;
    start = first.offset();
    end = first.end();
    bytes = first.length();
  }

  boolean continuesWith(ByteRange read) {
    if (read.offset() < start) {
      return read.end() >= start - ReadWindow.BLOCK;
    }
    return Math.abs(read.offset() - end) <= REACH;
  }

  void add(ByteRange read) {
    if (read.offset() < start) {
      descents++;
    } else if (read.end() > end) {
      descents = 0;
    }
    start = Math.min(start, read.offset());
    end = Math.max(end, read.end());
    // What is read again and again is no reason to go on.
    bytes = Math.min(bytes + read.length(), end - start);
  }

  long bytes() {
    return bytes;
  }

  /** Whether it is worth while to fetch what follows. */
  boolean isBelieved() {
    return (start == 0 || bytes > PROOF || forecast.bytes() >= PROOF)
        && descents < DESCENTS
        && isDense();
  }

  /** Reads that leave out most of what they pass want what they ask for, and no more. */
  private boolean isDense() {
    return end - start <= 2 * bytes + ReadWindow.BLOCK;
  }

  /** What should be fetched beyond its end. */
  ByteRange ahead(long most) {
    return new ByteRange(end, isBelieved() ? Math.min(most, wanted()) : 0);
  }

  /** Whether it is known where it will end. */
  boolean endsThere() {
    return forecast.isRegular() && bytes <= forecast.bytes();
  }

  private long wanted() {
    long rest = Math.max(0, forecast.bytes() - bytes);
    return endsThere() ? rest : Math.max(rest, Math.max(LEAST_AHEAD, 4 * bytes));
  }

  /** Notes when it was read last. */
  void touch(long read, long stray) {
    lastRead = read;
    lastStray = stray;
  }

  long readsSince(long read) {
    return read - lastRead;
  }

  long straysSince(long stray) {
    return stray - lastStray;
  }
}
