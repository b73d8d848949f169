package io.tpmount.fuse.jnr;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.MemorySegment;

/**
 * {@code struct fuse_file_info} of libfuse 2.9 on 64-bit machines. jnr-fuse's own view of it puts
 * the bit-field four bytes too early and knows no single bits.
 */
record FileInfo(MemorySegment memory) {
  private static final long FLAGS = 0;
  private static final long BITS = 20;
  private static final long HANDLE = 24;
  private static final long BYTES = 40;

  private static final int DIRECT_IO = 1;
  private static final int KEEP_CACHE = 1 << 1;

  private static final int O_ACCMODE = 3;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;

  static FileInfo at(long address) {
    return new FileInfo(Memory.at(address, BYTES));
  }

  OpenMode mode() {
    int flags = flags();
    OpenMode.Access access =
        switch (flags & O_ACCMODE) {
          case O_WRONLY -> OpenMode.Access.WRITE;
          case O_RDWR -> OpenMode.Access.READ_WRITE;
          default -> OpenMode.Access.READ;
        };
    return new OpenMode(access, (flags & O_APPEND) != 0, (flags & O_TRUNC) != 0);
  }

  Vfs.Exclusive exclusive() {
    return (flags() & O_EXCL) != 0 ? Vfs.Exclusive.YES : Vfs.Exclusive.NO;
  }

  HandleId handle() {
    return new HandleId(memory.get(JAVA_LONG, HANDLE));
  }

  void setHandle(HandleId handle) {
    memory.set(JAVA_LONG, HANDLE, handle.value());
  }

  void setPageCache(Opened.PageCache pageCache) {
    int bit =
        switch (pageCache) {
          case KEEP -> KEEP_CACHE;
          case DROP -> 0;
          // The kernel has one node per path here, and its pages belong to the other version.
          case BYPASS -> DIRECT_IO;
        };
    memory.set(JAVA_INT, BITS, memory.get(JAVA_INT, BITS) | bit);
  }

  private int flags() {
    return memory.get(JAVA_INT, FLAGS);
  }
}
