package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of bytes. */
final class Fetched {
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  void add(ByteRange range) {
    for (ByteRange gap : missing(range)) {
      runs.put(gap.offset(), gap.end());
    }
  }

  List<ByteRange> missing(ByteRange range) {
    List<ByteRange> gaps = new ArrayList<>();
    long at = range.offset();
    Map.Entry<Long, Long> before = runs.floorEntry(at);
    if (before != null) {
      at = Math.max(at, before.getValue());
    }
    while (at < range.end()) {
      Long next = runs.ceilingKey(at);
      long end = next == null ? range.end() : Math.min(next, range.end());
      if (at < end) {
        gaps.add(ByteRange.between(at, end));
      }
      at = next == null ? range.end() : runs.get(next);
    }
    return gaps;
  }

  long bytes() {
    return runs.entrySet().stream().mapToLong(run -> run.getValue() - run.getKey()).sum();
  }
}
