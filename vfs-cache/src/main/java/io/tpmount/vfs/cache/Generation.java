package io.tpmount.vfs.cache;

/**
 * Counts the changes of a content, and knows which head of it is as it was: so the upload of a file
 * that is appended to all the time goes on, and its next one copies what the store has already. Not
 * safe for concurrent use.
 *
 * <p>Only the lowest change counts, not each: a log changes at its end, and what is written all
 * over is uploaded when it has come to rest.
 */
final class Generation {
  private long now;
  private long marked = -1;
  private long intactSinceMark;
  private long sameAsBase;

  /**
   * @param sameAsBase bytes from the beginning that are just the base's
   */
  Generation(long sameAsBase) {
    this.sameAsBase = sameAsBase;
  }

  long now() {
    return now;
  }

  /** Bytes from {@code offset} on may change. */
  void change(long offset) {
    now++;
    intactSinceMark = Math.min(intactSinceMark, offset);
    sameAsBase = Math.min(sameAsBase, offset);
  }

  /** Begins to watch what stays as it is now. */
  long mark() {
    marked = now;
    intactSinceMark = Long.MAX_VALUE;
    return now;
  }

  /** Whether the bytes before {@code end} are those of that generation. */
  boolean isIntact(long generation, long end) {
    return generation == now || (generation == marked && end <= intactSinceMark);
  }

  /** The store has, as the base, {@code size} bytes of the generation marked last. */
  void stored(long generation, long size) {
    sameAsBase = generation == marked ? Math.min(size, intactSinceMark) : 0;
  }

  long sameAsBase() {
    return sameAsBase;
  }
}
