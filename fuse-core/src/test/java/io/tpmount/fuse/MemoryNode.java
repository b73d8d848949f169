package io.tpmount.fuse;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

  private volatile Content content;

  /** What readers see without a lock; chunks are shared by one content and the next. */
  private record Content(List<byte[]> chunks, long size, int permissions, Instant mtime) {
    Content resized(long changed) {
      int needed = (int) ((changed + CHUNK - 1) / CHUNK);
      if (needed == chunks.size()) {
        return new Content(chunks, changed, permissions, Instant.now());
      }
      List<byte[]> other = new ArrayList<>(chunks.subList(0, Math.min(needed, chunks.size())));
      while (other.size() < needed) {
        other.add(new byte[CHUNK]);
      }
      return new Content(other, changed, permissions, Instant.now());
    }

    byte[] chunk(long offset) {
      return chunks.get((int) (offset / CHUNK));
    }
  }

  MemoryNode(NodeId id, Attr.Kind kind, MemoryNode parent, String target) {
    this.id = id;
    this.kind = kind;
    this.parent = parent == null ? this : parent;
    this.target = target;
    int permissions = kind == Attr.Kind.FILE ? 0644 : 0755;
    this.content = new Content(List.of(), target.length(), permissions, Instant.now());
  }

  Attr attr() {
    Content now = content;
    long blocks = (now.size() + 511) / 512;
    return new Attr(
        id.value(), kind, now.permissions(), 1, 0, 0, now.size(), blocks, now.mtime(), now.mtime());
  }

  synchronized void setPermissions(int changed) {
    content = new Content(content.chunks(), content.size(), changed, content.mtime());
  }

  synchronized void setMtime(Instant changed) {
    content = new Content(content.chunks(), content.size(), content.permissions(), changed);
  }

  synchronized void resize(long changed) {
    if (changed < content.size() && changed % CHUNK != 0) {
      byte[] last = content.chunk(changed);
      Arrays.fill(last, (int) (changed % CHUNK), CHUNK, (byte) 0);
    }
    content = content.resized(changed);
  }

  long size() {
    return content.size();
  }

  synchronized void write(long offset, MemorySegment data) {
    Content next = content.resized(Math.max(content.size(), offset + data.byteSize()));
    for (long done = 0; done < data.byteSize(); ) {
      int at = (int) ((offset + done) % CHUNK);
      int length = (int) Math.min(CHUNK - at, data.byteSize() - done);
      byte[] chunk = next.chunk(offset + done);
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, done, chunk, at, length);
      done += length;
    }
    content = next;
  }

  /** Without a copy when it lies in one chunk. */
  ReadResult read(ByteRange asked) {
    Content now = content;
    ByteRange range = asked.clampTo(now.size());
    if (range.isEmpty()) {
      return ReadResult.Bytes.EMPTY;
    }
    int at = (int) (range.offset() % CHUNK);
    if (at + range.length() <= CHUNK) {
      ByteBuffer view = ByteBuffer.wrap(now.chunk(range.offset()), at, (int) range.length());
      return new ReadResult.Bytes(view);
    }
    ByteBuffer copy = ByteBuffer.allocate((int) range.length());
    for (long next = range.offset(); next < range.end(); ) {
      int from = (int) (next % CHUNK);
      int length = (int) Math.min(CHUNK - from, range.end() - next);
      copy.put(now.chunk(next), from, length);
      next += length;
    }
    return new ReadResult.Bytes(copy.flip());
  }
}
