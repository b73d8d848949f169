package io.tpmount.vfs.cache.posix;

/** The error numbers told apart here; the same on all Linux architectures the JVM runs on. */
final class Errno {
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int ENOSYS = 38;
  static final int EOPNOTSUPP = 95;
  static final int EDQUOT = 122;

  private Errno() {}
}
