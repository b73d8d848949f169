package io.tpmount.fuse.jnr;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static ru.serce.jnrfuse.struct.FileStat.S_IFDIR;
import static ru.serce.jnrfuse.struct.FileStat.S_IFLNK;
import static ru.serce.jnrfuse.struct.FileStat.S_IFREG;

import io.tpmount.vfs.Attr;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.struct.FileStat;

/**
 * {@code struct stat} as libfuse hands it out, zeroed. Where its fields are differs between
 * processors and is asked of jnr-fuse; they are written directly, because it is the busiest
 * structure of all. A field that is a long on one processor and an int on the other is written as
 * an int: both are little-endian.
 */
final class StatBuffer {
  private static final int BLOCK_SIZE = 1 << 20;

  static final long BYTES;
  private static final long INO;
  private static final long MODE;
  private static final long NLINK;
  private static final long UID;
  private static final long GID;
  private static final long LENGTH;
  private static final long BLKSIZE;
  private static final long BLOCKS;
  private static final long ATIME;
  private static final long MTIME;
  private static final long CTIME;

  static {
    FileStat layout = new FileStat(Runtime.getSystemRuntime());
    BYTES = Struct.size(layout);
    INO = layout.st_ino.offset();
    MODE = layout.st_mode.offset();
    NLINK = layout.st_nlink.offset();
    UID = layout.st_uid.offset();
    GID = layout.st_gid.offset();
    LENGTH = layout.st_size.offset();
    BLKSIZE = layout.st_blksize.offset();
    BLOCKS = layout.st_blocks.offset();
    // Members of an inner structure count from its own start.
    ATIME = BLOCKS + Long.BYTES;
    MTIME = ATIME + 2 * Long.BYTES;
    CTIME = MTIME + 2 * Long.BYTES;
  }

  private StatBuffer() {}

  static void write(Attr attr, MemorySegment stat) {
    stat.set(JAVA_LONG, INO, attr.ino());
    stat.set(JAVA_INT, MODE, type(attr.kind()) | attr.permissions());
    stat.set(JAVA_INT, NLINK, attr.links());
    stat.set(JAVA_INT, UID, attr.uid());
    stat.set(JAVA_INT, GID, attr.gid());
    stat.set(JAVA_LONG, LENGTH, attr.size());
    stat.set(JAVA_INT, BLKSIZE, BLOCK_SIZE);
    stat.set(JAVA_LONG, BLOCKS, attr.blocks512());
    writeTime(stat, ATIME, attr.mtime());
    writeTime(stat, MTIME, attr.mtime());
    writeTime(stat, CTIME, attr.ctime());
  }

  private static void writeTime(MemorySegment stat, long offset, Instant time) {
    stat.set(JAVA_LONG, offset, time.getEpochSecond());
    stat.set(JAVA_LONG, offset + Long.BYTES, time.getNano());
  }

  private static int type(Attr.Kind kind) {
    return switch (kind) {
      case FILE -> S_IFREG;
      case DIRECTORY -> S_IFDIR;
      case SYMLINK -> S_IFLNK;
    };
  }
}
