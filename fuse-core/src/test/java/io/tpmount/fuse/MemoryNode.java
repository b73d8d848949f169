package io.tpmount.fuse;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.Attr;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A file, directory or symlink of a {@link MemoryVfs}. */
final class MemoryNode {
  private static final int CHUNK = 1 << 20;

  final NodeId id;
  final Attr.Kind kind;
  final MemoryNode parent;
  final String target;
  final ConcurrentSkipListMap<String, MemoryNode> children = new ConcurrentSkipListMap<>();
  final AtomicLong lookups = new AtomicLong();
  final AtomicLong opens = new AtomicLong();

  @GuardedBy("this")
  private final List<byte[]> chunks = new ArrayList<>();

  @GuardedBy("this")
  private long size;

  @GuardedBy("this")
  private int permissions;

  @GuardedBy("this")
  private Instant mtime = Instant.now();

  MemoryNode(NodeId id, Attr.Kind kind, MemoryNode parent, String target) {
    this.id = id;
    this.kind = kind;
    this.parent = parent == null ? this : parent;
    this.target = target;
    this.size = target.length();
    this.permissions = kind == Attr.Kind.FILE ? 0644 : 0755;
  }

  synchronized Attr attr() {
    return new Attr(id.value(), kind, permissions, 1, 0, 0, size, (size + 511) / 512, mtime, mtime);
  }

  synchronized void setPermissions(int changed) {
    permissions = changed;
  }

  synchronized void setMtime(Instant changed) {
    mtime = changed;
  }

  synchronized void resize(long changed) {
    if (changed < size && changed % CHUNK != 0) {
      byte[] last = chunk(changed);
      java.util.Arrays.fill(last, (int) (changed % CHUNK), CHUNK, (byte) 0);
    }
    while (chunks.size() > (changed + CHUNK - 1) / CHUNK) {
      chunks.removeLast();
    }
    size = changed;
    mtime = Instant.now();
  }

  synchronized long size() {
    return size;
  }

  synchronized void write(long offset, MemorySegment data) {
    for (long done = 0; done < data.byteSize(); ) {
      int at = (int) ((offset + done) % CHUNK);
      int length = (int) Math.min(CHUNK - at, data.byteSize() - done);
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, done, chunk(offset + done), at, length);
      done += length;
    }
    size = Math.max(size, offset + data.byteSize());
    mtime = Instant.now();
  }

  /** Without a copy when it lies in one chunk. */
  synchronized ReadResult read(ByteRange asked) {
    ByteRange range = asked.clampTo(size);
    int at = (int) (range.offset() % CHUNK);
    if (at + range.length() <= CHUNK) {
      return range.isEmpty()
          ? ReadResult.Bytes.EMPTY
          : new ReadResult.Bytes(ByteBuffer.wrap(chunk(range.offset()), at, (int) range.length()));
    }
    ByteBuffer copy = ByteBuffer.allocate((int) range.length());
    for (long next = range.offset(); next < range.end(); ) {
      int from = (int) (next % CHUNK);
      int length = (int) Math.min(CHUNK - from, range.end() - next);
      copy.put(chunk(next), from, length);
      next += length;
    }
    return new ReadResult.Bytes(copy.flip());
  }

  @GuardedBy("this")
  private byte[] chunk(long offset) {
    while (chunks.size() <= offset / CHUNK) {
      chunks.add(new byte[CHUNK]);
    }
    return chunks.get((int) (offset / CHUNK));
  }
}
