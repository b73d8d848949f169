package io.tpmount.fuse;

/** How {@link FuseServer#unmount} treats a mount that is in use. */
public enum UnmountMode {
  /** Fails while a file is open or a directory is somebody's current one. */
  CLEAN,
  /** Takes the mount out of sight at once; it ends when the last user is gone. */
  LAZY,
  /** Fails whatever its users are doing, now and later, and takes the mount out of sight. */
  FORCED
}
