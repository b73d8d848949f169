package io.tpmount.fuse.kernel;

import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Vfs;

/** The flags of open(2), which x86-64 and AArch64 number alike as far as they are looked at. */
record OpenFlags(int bits) {
  private static final int O_ACCMODE = 3;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;

  OpenMode mode() {
    OpenMode.Access access =
        switch (bits & O_ACCMODE) {
          case O_WRONLY -> OpenMode.Access.WRITE;
          case O_RDWR -> OpenMode.Access.READ_WRITE;
          default -> OpenMode.Access.READ;
        };
    return new OpenMode(access, (bits & O_APPEND) != 0, (bits & O_TRUNC) != 0);
  }

  Vfs.Exclusive exclusive() {
    return (bits & O_EXCL) != 0 ? Vfs.Exclusive.YES : Vfs.Exclusive.NO;
  }
}
