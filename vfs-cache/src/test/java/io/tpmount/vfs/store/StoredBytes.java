package io.tpmount.vfs.store;

import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The immutable bytes of one object in memory, in segments so that no object is one array. */
final class StoredBytes {
  private static final int SEGMENT = 1 << 20;

  private final NavigableMap<Long, byte[]> segments;
  private final long length;

  private StoredBytes(NavigableMap<Long, byte[]> segments, long length) {
    this.segments = segments;
    this.length = length;
  }

  static StoredBytes readFrom(Body body) throws IOException {
    TreeMap<Long, byte[]> segments = new TreeMap<>();
    long length = body.length();
    for (long at = 0; at < length; at += SEGMENT) {
      byte[] segment = new byte[(int) Math.min(SEGMENT, length - at)];
      fill(body, at, ByteBuffer.wrap(segment));
      segments.put(at, segment);
    }
    return new StoredBytes(segments, length);
  }

  private static void fill(Body body, long at, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (body.read(at + target.position(), target) < 1) {
        throw new IOException("body ended at " + (at + target.position()));
      }
    }
  }

  static StoredBytes concat(List<StoredBytes> parts) {
    TreeMap<Long, byte[]> segments = new TreeMap<>();
    long at = 0;
    for (StoredBytes part : parts) {
      long start = at;
      part.segments.forEach((offset, segment) -> segments.put(start + offset, segment));
      at += part.length;
    }
    return new StoredBytes(segments, at);
  }

  long length() {
    return length;
  }

  /** A copy of {@code range}. */
  StoredBytes slice(ByteRange range) {
    TreeMap<Long, byte[]> copy = new TreeMap<>();
    long at = 0;
    for (ByteBuffer piece : pieces(range)) {
      byte[] segment = new byte[piece.remaining()];
      piece.get(segment);
      copy.put(at, segment);
      at += segment.length;
    }
    return new StoredBytes(copy, range.length());
  }

  /** Read-only views that together are {@code range}, which must lie inside. */
  List<ByteBuffer> pieces(ByteRange range) {
    List<ByteBuffer> pieces = new ArrayList<>();
    long at = range.offset();
    while (at < range.end()) {
      Map.Entry<Long, byte[]> segment = segments.floorEntry(at);
      int from = (int) (at - segment.getKey());
      int count = (int) Math.min(segment.getValue().length - from, range.end() - at);
      pieces.add(ByteBuffer.wrap(segment.getValue(), from, count).slice().asReadOnlyBuffer());
      at += count;
    }
    return pieces;
  }

  byte[] toArray() {
    byte[] all = new byte[Math.toIntExact(length)];
    segments.forEach(
        (offset, segment) -> System.arraycopy(segment, 0, all, offset.intValue(), segment.length));
    return all;
  }

  @Override
  public String toString() {
    return length + " bytes, " + Arrays.toString(segments.keySet().toArray());
  }
}
