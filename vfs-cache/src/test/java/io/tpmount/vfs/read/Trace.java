package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The reads that the file system gets of one handle, in their order, as programs make them. */
final class Trace {
  static final long KIB = 1 << 10;
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;

  /** What the kernel sends at once. */
  static final long REQUEST = 128 * KIB;

  private final List<ByteRange> reads = new ArrayList<>();

  List<ByteRange> reads() {
    return reads;
  }

  /** Bytes that the program asked for, each once. */
  long distinct() {
    Fetched seen = new Fetched();
    reads.forEach(seen::add);
    return seen.bytes();
  }

  Trace read(long offset, long length) {
    reads.add(new ByteRange(offset, length));
    return this;
  }

  /** One large read or a run of them, in the pieces that the kernel makes of it. */
  Trace run(long offset, long length) {
    for (long at = 0; at < length; at += REQUEST) {
      read(offset + at, Math.min(REQUEST, length - at));
    }
    return this;
  }

  /** The same with neighbouring pieces swapped, as parallel requests arrive. */
  Trace disorderedRun(long offset, long length) {
    for (long at = 0; at < length; at += 4 * REQUEST) {
      for (int piece : new int[] {1, 0, 3, 2}) {
        read(offset + at + piece * REQUEST, REQUEST);
      }
    }
    return this;
  }

  /**
   * A range touched page by page through mmap: the kernel reads around the first page, and then one
   * window after the other.
   */
  Trace faults(long offset, long length) {
    long page = 4 * KIB;
    long first = offset / page * page;
    for (long at = Math.max(0, first - REQUEST / 2); at < offset + length; at += REQUEST) {
      read(at, REQUEST);
    }
    return this;
  }

  /** A number of offsets from {@code start}, so far apart, in a random order. */
  static List<Long> shuffled(long start, long distance, int count, long seed) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offsets.add(start + i * distance);
    }
    Collections.shuffle(offsets, new Random(seed));
    return offsets;
  }
}
