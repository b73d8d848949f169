package io.tpmount.fuse;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.posix.Rejection;

/** Answers to what no driver can pass on; each kind is logged once in the life of a mount. */
public final class Rejections {
  private final io.tpmount.vfs.posix.Rejections told = new io.tpmount.vfs.posix.Rejections();

  public Errno link() {
    return reject(Rejection.HARD_LINK, Errno.EPERM);
  }

  public Errno specialFile() {
    return reject(Rejection.SPECIAL_FILE, Errno.EPERM);
  }

  /**
   * Programs then fall back as on a Lustre without flock; any other errno makes some of them wait
   * for ever. Granted by the kernel on this machine alone, the lock would be a promise to the other
   * machines that nobody keeps.
   */
  public Errno exclusiveLock() {
    return reject(Rejection.EXCLUSIVE_LOCK, Errno.ENOSYS);
  }

  /** Punching, collapsing, zeroing, keeping the size: all but the plain call. */
  public Errno allocation() {
    return reject(Rejection.ALLOCATION, Errno.EOPNOTSUPP);
  }

  private Errno reject(Rejection kind, Errno errno) {
    told.note(kind);
    return errno;
  }
}
