package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of bytes of a file, kept as the fewest ranges that hold them. Not safe for concurrent use.
 */
final class Ranges {
  /** Start to end, neither overlapping nor touching. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  void add(ByteRange range) {
    if (range.isEmpty()) {
      return;
    }
    long start = range.offset();
    long end = range.end();
    // Every run that overlaps or touches is swallowed, from the last one backwards.
    Map.Entry<Long, Long> run = runs.floorEntry(end);
    while (run != null && run.getValue() >= start) {
      start = Math.min(start, run.getKey());
      end = Math.max(end, run.getValue());
      runs.remove(run.getKey());
      run = runs.floorEntry(end);
    }
    runs.put(start, end);
  }

  void remove(ByteRange range) {
    if (range.isEmpty()) {
      return;
    }
    Map.Entry<Long, Long> run = runs.lowerEntry(range.end());
    while (run != null && run.getValue() > range.offset()) {
      runs.remove(run.getKey());
      if (run.getKey() < range.offset()) {
        runs.put(run.getKey(), range.offset());
      }
      if (run.getValue() > range.end()) {
        runs.put(range.end(), run.getValue());
      }
      run = runs.lowerEntry(range.end());
    }
  }

  void addAll(Ranges other) {
    other.asList().forEach(this::add);
  }

  void clear() {
    runs.clear();
  }

  boolean contains(ByteRange range) {
    if (range.isEmpty()) {
      return true;
    }
    Map.Entry<Long, Long> run = runs.floorEntry(range.offset());
    return run != null && run.getValue() >= range.end();
  }

  /** The parts of {@code range} that are not in the set, in order. */
  List<ByteRange> gaps(ByteRange range) {
    List<ByteRange> gaps = new ArrayList<>();
    long at = range.offset();
    for (ByteRange part : within(range)) {
      if (part.offset() > at) {
        gaps.add(ByteRange.between(at, part.offset()));
      }
      at = part.end();
    }
    if (at < range.end()) {
      gaps.add(ByteRange.between(at, range.end()));
    }
    return gaps;
  }

  /** The parts of {@code range} that are in the set, in order. */
  List<ByteRange> within(ByteRange range) {
    List<ByteRange> parts = new ArrayList<>();
    if (range.isEmpty()) {
      return parts;
    }
    Long first = runs.floorKey(range.offset());
    long from = first == null ? range.offset() : first;
    for (Map.Entry<Long, Long> run : runs.subMap(from, range.end()).entrySet()) {
      long start = Math.max(run.getKey(), range.offset());
      long end = Math.min(run.getValue(), range.end());
      if (start < end) {
        parts.add(ByteRange.between(start, end));
      }
    }
    return parts;
  }

  List<ByteRange> asList() {
    List<ByteRange> all = new ArrayList<>(runs.size());
    runs.forEach((start, end) -> all.add(ByteRange.between(start, end)));
    return all;
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Bytes in the set. */
  long total() {
    return runs.entrySet().stream().mapToLong(run -> run.getValue() - run.getKey()).sum();
  }

  Ranges copy() {
    Ranges copy = new Ranges();
    copy.runs.putAll(runs);
    return copy;
  }

  /** Alternating distances, gap then run, each as a base-128 number: two bytes for most. */
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(runs.size() * 2 * Varint.MAX_BYTES);
    long at = 0;
    for (Map.Entry<Long, Long> run : runs.entrySet()) {
      Varint.put(out, run.getKey() - at);
      Varint.put(out, run.getValue() - run.getKey());
      at = run.getValue();
    }
    byte[] encoded = new byte[out.flip().remaining()];
    out.get(encoded);
    return encoded;
  }

  /**
   * @throws IllegalArgumentException when {@code encoded} is not what {@link #encode} makes
   */
  static Ranges decode(byte[] encoded) {
    Ranges ranges = new Ranges();
    ByteBuffer in = ByteBuffer.wrap(encoded);
    long at = 0;
    while (in.hasRemaining()) {
      long start = at + Varint.get(in);
      ByteRange run = new ByteRange(start, Varint.get(in));
      ranges.add(run);
      at = run.end();
    }
    return ranges;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranges that && runs.equals(that.runs);
  }

  @Override
  public int hashCode() {
    return runs.hashCode();
  }

  @Override
  public String toString() {
    return asList().toString();
  }
}
