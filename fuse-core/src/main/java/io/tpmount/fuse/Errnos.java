package io.tpmount.fuse;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.VfsError;

/** The one translation of a failed call into what the kernel tells the program. */
public final class Errnos {
  private Errnos() {}

  public static Errno of(VfsError error) {
    return switch (error) {
      case VfsError.NotFound ignored -> Errno.ENOENT;
      case VfsError.Exists ignored -> Errno.EEXIST;
      case VfsError.NotADirectory ignored -> Errno.ENOTDIR;
      case VfsError.IsADirectory ignored -> Errno.EISDIR;
      case VfsError.NotEmpty ignored -> Errno.ENOTEMPTY;
      case VfsError.NameTooLong ignored -> Errno.ENAMETOOLONG;
      case VfsError.Invalid ignored -> Errno.EINVAL;
      case VfsError.BadHandle ignored -> Errno.EBADF;
      case VfsError.AccessDenied ignored -> Errno.EACCES;
      // Programs forgive EPERM where they give up on EOPNOTSUPP, as vfat has taught them.
      case VfsError.NotPermitted ignored -> Errno.EPERM;
      case VfsError.ReadOnly ignored -> Errno.EROFS;
      case VfsError.Busy ignored -> Errno.EBUSY;
      // As NFS: the kernel walks the path again once, programs may open again.
      case VfsError.Stale ignored -> Errno.ESTALE;
      case VfsError.NoSpace ignored -> Errno.ENOSPC;
      case VfsError.TooLarge ignored -> Errno.EFBIG;
      case VfsError.Unsupported ignored -> Errno.EOPNOTSUPP;
      case VfsError.NoAttribute ignored -> Errno.ENODATA;
      case VfsError.Interrupted ignored -> Errno.EINTR;
      case VfsError.Io ignored -> Errno.EIO;
    };
  }
}
