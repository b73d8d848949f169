package io.tpmount.s3;

import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;

/**
 * How large a server-side copy may be.
 *
 * @param single a larger object is copied in parts
 * @param part bytes of one part, more where there would be too many
 * @param width parts copied at a time
 */
record CopyLimits(ByteSize single, ByteSize part, int width) {
  private static final int MAX_PARTS = 10_000;

  /** The part's size is AWS's advice for copies: large enough that few requests are needed. */
  static final CopyLimits DEFAULT = new CopyLimits(ByteSize.ofGib(5), ByteSize.ofMib(512), 16);

  boolean needsParts(long size) {
    return size > single.bytes();
  }

  /** The ranges of the parts, in order. */
  List<ByteRange> parts(long size) {
    long length = Math.max(part.bytes(), Math.ceilDiv(size, MAX_PARTS));
    List<ByteRange> parts = new ArrayList<>();
    for (long start = 0; start < size; start += length) {
      parts.add(ByteRange.between(start, Math.min(start + length, size)));
    }
    return parts;
  }
}
