package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.vfs.Attr;
import io.tpmount.vfs.Entry;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;

/** Entries and attributes as the kernel reads them. */
final class Answers {
  static final int ENTRY_BYTES = (int) (Layouts.ENTRY_OUT.byteSize() + Layouts.ATTR.byteSize());

  private static final int BLOCK_SIZE = 1 << 20;
  private static final int S_IFREG = 0100000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFLNK = 0120000;

  private static final long NODEID = Layouts.at(Layouts.ENTRY_OUT, "nodeid");
  private static final long ENTRY_VALID = Layouts.at(Layouts.ENTRY_OUT, "entry_valid");
  private static final long ENTRY_VALID_NSEC = Layouts.at(Layouts.ENTRY_OUT, "entry_valid_nsec");
  private static final long ENTRY_ATTR_VALID = Layouts.at(Layouts.ENTRY_OUT, "attr_valid");
  private static final long ENTRY_ATTR_VALID_NSEC =
      Layouts.at(Layouts.ENTRY_OUT, "attr_valid_nsec");
  private static final long ENTRY_ATTR = Layouts.ENTRY_OUT.byteSize();
  private static final long ATTR_VALID = Layouts.at(Layouts.ATTR_OUT, "attr_valid");
  private static final long ATTR_VALID_NSEC = Layouts.at(Layouts.ATTR_OUT, "attr_valid_nsec");
  private static final long ATTR_ATTR = Layouts.ATTR_OUT.byteSize();

  private static final long INO = Layouts.at(Layouts.ATTR, "ino");
  private static final long LENGTH = Layouts.at(Layouts.ATTR, "size");
  private static final long BLOCKS = Layouts.at(Layouts.ATTR, "blocks");
  private static final long ATIME = Layouts.at(Layouts.ATTR, "atime");
  private static final long MTIME = Layouts.at(Layouts.ATTR, "mtime");
  private static final long CTIME = Layouts.at(Layouts.ATTR, "ctime");
  private static final long ATIME_NSEC = Layouts.at(Layouts.ATTR, "atimensec");
  private static final long MTIME_NSEC = Layouts.at(Layouts.ATTR, "mtimensec");
  private static final long CTIME_NSEC = Layouts.at(Layouts.ATTR, "ctimensec");
  private static final long MODE = Layouts.at(Layouts.ATTR, "mode");
  private static final long NLINK = Layouts.at(Layouts.ATTR, "nlink");
  private static final long UID = Layouts.at(Layouts.ATTR, "uid");
  private static final long GID = Layouts.at(Layouts.ATTR, "gid");
  private static final long BLKSIZE = Layouts.at(Layouts.ATTR, "blksize");

  private final KernelTimeouts longest;

  /**
   * @param longest what is told of an entry is told for no longer
   */
  Answers(KernelTimeouts longest) {
    this.longest = longest;
  }

  /** A name that exists. */
  int entry(Entry entry, Reply reply) {
    writeEntry(entry, reply.cleared(ENTRY_BYTES));
    return ENTRY_BYTES;
  }

  void writeEntry(Entry entry, MemorySegment out) {
    Duration name = min(entry.entryValid(), longest.entry());
    Duration attr = min(entry.attrValid(), longest.attr());
    out.set(JAVA_LONG, NODEID, entry.node().value());
    out.set(JAVA_LONG, ENTRY_VALID, name.getSeconds());
    out.set(JAVA_INT, ENTRY_VALID_NSEC, name.getNano());
    out.set(JAVA_LONG, ENTRY_ATTR_VALID, attr.getSeconds());
    out.set(JAVA_INT, ENTRY_ATTR_VALID_NSEC, attr.getNano());
    write(entry.attr(), out, ENTRY_ATTR);
  }

  /** A name that is absent, which the kernel may believe for a while. */
  int absent(Duration validFor, Reply reply) {
    Duration valid = min(validFor, longest.negative());
    MemorySegment out = reply.cleared(ENTRY_BYTES);
    out.set(JAVA_LONG, ENTRY_VALID, valid.getSeconds());
    out.set(JAVA_INT, ENTRY_VALID_NSEC, valid.getNano());
    return ENTRY_BYTES;
  }

  int attributes(Entry entry, Reply reply) {
    int length = (int) (ATTR_ATTR + Layouts.ATTR.byteSize());
    MemorySegment out = reply.cleared(length);
    Duration valid = min(entry.attrValid(), longest.attr());
    out.set(JAVA_LONG, ATTR_VALID, valid.getSeconds());
    out.set(JAVA_INT, ATTR_VALID_NSEC, valid.getNano());
    write(entry.attr(), out, ATTR_ATTR);
    return length;
  }

  private static void write(Attr attr, MemorySegment out, long at) {
    out.set(JAVA_LONG, at + INO, attr.ino());
    out.set(JAVA_LONG, at + LENGTH, attr.size());
    out.set(JAVA_LONG, at + BLOCKS, attr.blocks512());
    out.set(JAVA_INT, at + MODE, type(attr.kind()) | attr.permissions());
    out.set(JAVA_INT, at + NLINK, attr.links());
    out.set(JAVA_INT, at + UID, attr.uid());
    out.set(JAVA_INT, at + GID, attr.gid());
    out.set(JAVA_INT, at + BLKSIZE, BLOCK_SIZE);
    write(attr.mtime(), out, at + ATIME, at + ATIME_NSEC);
    write(attr.mtime(), out, at + MTIME, at + MTIME_NSEC);
    write(attr.ctime(), out, at + CTIME, at + CTIME_NSEC);
  }

  private static void write(Instant time, MemorySegment out, long seconds, long nanos) {
    out.set(JAVA_LONG, seconds, time.getEpochSecond());
    out.set(JAVA_INT, nanos, time.getNano());
  }

  /** The file type as in a mode. */
  static int type(Attr.Kind kind) {
    return switch (kind) {
      case FILE -> S_IFREG;
      case DIRECTORY -> S_IFDIR;
      case SYMLINK -> S_IFLNK;
    };
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
