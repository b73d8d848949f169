package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.fuse.sys.TransferBuffer;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel and this driver have agreed on in the first request (INIT).
 *
 * @param minor version of the protocol, 7.minor
 * @param flags capabilities in use
 * @param maxTransfer longest read or write
 */
record Negotiated(int minor, long flags, int maxTransfer) {
  private static final int MAJOR = 7;
  private static final int OLDEST_MINOR = 31;
  private static final int NEWEST_MINOR = 45;

  private static final long ASYNC_READ = 1L;
  private static final long POSIX_LOCKS = 1L << 1;
  private static final long ATOMIC_O_TRUNC = 1L << 3;
  private static final long BIG_WRITES = 1L << 5;
  private static final long FLOCK_LOCKS = 1L << 10;
  private static final long DO_READDIRPLUS = 1L << 13;
  private static final long READDIRPLUS_AUTO = 1L << 14;
  private static final long ASYNC_DIO = 1L << 15;
  private static final long PARALLEL_DIROPS = 1L << 18;
  private static final long MAX_PAGES = 1L << 22;
  private static final long CACHE_SYMLINKS = 1L << 23;

  /**
   * The kernel drops cached pages when told to, and not whenever a time or size looks new: a node
   * is one content lineage, and its bytes change through this kernel alone.
   */
  private static final long EXPLICIT_INVAL_DATA = 1L << 25;

  /** Spares a GETXATTR of security.capability before each write. */
  private static final long HANDLE_KILLPRIV_V2 = 1L << 28;

  private static final long INIT_EXT = 1L << 30;

  private static final long WANTED =
      ASYNC_READ
          | ATOMIC_O_TRUNC
          | BIG_WRITES
          | DO_READDIRPLUS
          | READDIRPLUS_AUTO
          | ASYNC_DIO
          | PARALLEL_DIROPS
          | MAX_PAGES
          | CACHE_SYMLINKS
          | EXPLICIT_INVAL_DATA
          | HANDLE_KILLPRIV_V2
          | INIT_EXT;

  /** More than a node's readers and its read-ahead ask at once. */
  private static final short MAX_BACKGROUND = 128;

  private static final short CONGESTION_THRESHOLD = 96;

  /** Arguments besides the data of a write: names, and attributes of at most 64 KiB. */
  private static final int ARGUMENTS = 4096;

  /** Room for the longest attribute, and a page of a directory. */
  private static final int SMALLEST_REPLY = 128 << 10;

  /** Pages of a request where the kernel has no say in it. */
  private static final int DEFAULT_PAGES = 32;

  long requestBytes() {
    return ARGUMENTS + (long) maxTransfer;
  }

  long replyBytes() {
    return Math.max(maxTransfer, SMALLEST_REPLY);
  }

  /** Reads and answers the first request. */
  static Negotiated with(int fd, MountOptions options) throws MountException {
    TransferBuffer buffer = new TransferBuffer(ARGUMENTS + options.maxRead().bytes());
    long received;
    do {
      received = buffer.read(fd);
    } while (received == Errno.EINTR.negated() || received == Errno.EAGAIN.negated());
    if (received < 0) {
      throw refused(options.mountPoint() + " was unmounted at once");
    }
    MemorySegment request = buffer.memory();
    long unique = request.get(JAVA_LONG, Layouts.at(Layouts.IN_HEADER, "unique"));
    MemorySegment in = request.asSlice(Layouts.IN_HEADER.byteSize());
    int major = u32(in, "major");
    int minor = u32(in, "minor");
    if (major != MAJOR || minor < OLDEST_MINOR) {
      throw refused(
          "this kernel speaks FUSE %d.%d; --driver=kernel needs %d.%d or later"
              .formatted(major, minor, MAJOR, OLDEST_MINOR));
    }
    Negotiated agreed = agree(in, minor, options);
    Reply reply = new Reply(Layouts.INIT_OUT.byteSize());
    agreed.write(reply.cleared(Layouts.INIT_OUT.byteSize()), u32(in, "max_readahead"));
    long sent = reply.send(fd, unique, 0, (int) Layouts.INIT_OUT.byteSize());
    if (sent < 0) {
      throw refused("the kernel refuses to begin: " + Errno.describe((int) -sent));
    }
    return agreed;
  }

  private static Negotiated agree(MemorySegment in, int minor, MountOptions options) {
    long offered = Integer.toUnsignedLong(u32(in, "flags"));
    long wanted = WANTED;
    if (!options.has(Flag.LOCAL_LOCKS)) {
      wanted |= POSIX_LOCKS | FLOCK_LOCKS;
    }
    if (options.extra().contains("sync_read")) {
      wanted &= ~ASYNC_READ;
    }
    long flags = wanted & offered;
    int pages = (flags & MAX_PAGES) != 0 ? Short.MAX_VALUE : DEFAULT_PAGES;
    long most = Math.min(options.maxRead().bytes(), (long) pages * Libc.getpagesize());
    return new Negotiated(Math.min(minor, NEWEST_MINOR), flags, (int) most);
  }

  private static int u32(MemorySegment in, String field) {
    return in.get(JAVA_INT, Layouts.at(Layouts.INIT_IN, field));
  }

  private void write(MemorySegment out, int maxReadahead) {
    put32(out, "major", MAJOR);
    put32(out, "minor", minor);
    put32(out, "max_readahead", maxReadahead);
    put32(out, "flags", (int) flags);
    put32(out, "flags2", (int) (flags >>> 32));
    put32(out, "max_write", maxTransfer);
    put32(out, "time_gran", 1);
    put16(out, "max_background", MAX_BACKGROUND);
    put16(out, "congestion_threshold", CONGESTION_THRESHOLD);
    put16(out, "max_pages", (short) Math.max(1, maxTransfer / Libc.getpagesize()));
  }

  private static void put32(MemorySegment out, String field, int value) {
    out.set(JAVA_INT, Layouts.at(Layouts.INIT_OUT, field), value);
  }

  private static void put16(MemorySegment out, String field, short value) {
    out.set(JAVA_SHORT, Layouts.at(Layouts.INIT_OUT, field), value);
  }

  private static MountException refused(String why) {
    return new MountException(MountException.Reason.REFUSED, why);
  }
}
