package io.tpmount.vfs;

/** Why a file-system call failed; a driver maps each case to one errno. */
public sealed interface VfsError {
  /** ENOENT. */
  record NotFound(String what) implements VfsError {}

  /** EEXIST. */
  record Exists(String what) implements VfsError {}

  /** ENOTDIR. */
  record NotADirectory(String what) implements VfsError {}

  /** EISDIR. */
  record IsADirectory(String what) implements VfsError {}

  /** ENOTEMPTY. */
  record NotEmpty(String what) implements VfsError {}

  /** ENAMETOOLONG. */
  record NameTooLong(String what) implements VfsError {}

  /** EINVAL. */
  record Invalid(String what) implements VfsError {}

  /** EBADF. */
  record BadHandle(String what) implements VfsError {}

  /** EACCES: the store or its credentials refuse. */
  record AccessDenied(String what) implements VfsError {}

  /** EPERM: this file system never does that. */
  record NotPermitted(String what) implements VfsError {}

  /** EROFS. */
  record ReadOnly(String what) implements VfsError {}

  /** EBUSY. */
  record Busy(String what) implements VfsError {}

  /** ESTALE: the version the handle was opened on is gone. */
  record Stale(String what) implements VfsError {}

  /** ENOSPC. */
  record NoSpace(String what) implements VfsError {}

  /** EFBIG. */
  record TooLarge(String what) implements VfsError {}

  /** EOPNOTSUPP. */
  record Unsupported(String what) implements VfsError {}

  /** ENODATA: no such extended attribute. */
  record NoAttribute(String what) implements VfsError {}

  /** EINTR: the call was cancelled. */
  record Interrupted(String what) implements VfsError {}

  /** EIO. */
  record Io(String what) implements VfsError {}
}
