package io.tpmount.cli.control;

/**
 * What a mount has done since its start, and what it holds at this moment. Bytes are those of calls
 * and requests that succeeded.
 *
 * @param uptimeSeconds since the mount answered
 * @param calls of programs, through the kernel
 * @param requests to the store
 * @param reads where their bytes came from
 * @param cache on disk
 * @param memory for bytes in flight
 * @param openFiles handles that programs have open
 */
public record Figures(
    long uptimeSeconds,
    Calls calls,
    Requests requests,
    Reads reads,
    Cache cache,
    Memory memory,
    int openFiles) {
  /** Of a mount that has done nothing yet. */
  public static final Figures NONE =
      new Figures(
          0,
          new Calls(0, 0, 0, 0),
          new Requests(0, 0, 0, 0, 0),
          new Reads(0, 0),
          new Cache(0, 0, 0, 0),
          new Memory(0, 0),
          0);

  /**
   * @param count answered calls
   * @param failed of these; absent names and attributes do not count as failures
   */
  public record Calls(long count, long failed, long readBytes, long writtenBytes) {}

  /**
   * @param count finished requests, retries included
   * @param failed of these
   * @param inFlight under way now
   */
  public record Requests(
      long count, long failed, long inFlight, long receivedBytes, long sentBytes) {}

  /**
   * @param atHandBytes found in the cache
   * @param awaitedBytes that had to be fetched, or were on their way
   */
  public record Reads(long atHandBytes, long awaitedBytes) {
    /** The share of bytes found in the cache, from 0 to 1. */
    public double hitRate() {
      long all = atHandBytes + awaitedBytes;
      return all == 0 ? 0 : (double) atHandBytes / all;
    }
  }

  /**
   * @param usedBytes blocks really used
   * @param dirtyBytes of these, of files not yet in the store
   * @param files data files
   * @param dirtyFiles of these, not yet in the store
   */
  public record Cache(long usedBytes, long dirtyBytes, long files, long dirtyFiles) {}

  /** Bytes on their way to or from the store, and their limit. */
  public record Memory(long usedBytes, long limitBytes) {}
}
