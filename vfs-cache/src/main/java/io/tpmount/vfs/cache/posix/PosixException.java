package io.tpmount.vfs.cache.posix;

import java.io.IOException;

/** A system call on a local file failed. */
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  PosixException(String operation, String path, int errno) {
    super(operation + " " + path + ": " + Libc.message(errno));
    this.errno = errno;
  }

  public boolean isNoSpace() {
    return errno == Errno.ENOSPC || errno == Errno.EDQUOT;
  }

  public boolean isReadOnly() {
    return errno == Errno.EROFS;
  }

  public boolean isAbsent() {
    return errno == Errno.ENOENT;
  }

  boolean isUnsupported() {
    return errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS;
  }

  boolean isWouldBlock() {
    return errno == Errno.EAGAIN;
  }
}
