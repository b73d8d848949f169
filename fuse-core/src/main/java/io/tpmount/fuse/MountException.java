package io.tpmount.fuse;

/** Why nothing was mounted. Expected, so it carries no stack trace. */
public final class MountException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What has to change. */
  public enum Reason {
    MOUNT_POINT_MISSING,
    NOT_A_DIRECTORY,
    NOT_EMPTY,
    ALREADY_MOUNTED,
    /** A dead mount is in the way and cannot be removed. */
    STALE,
    /** /dev/fuse does not exist or has no driver. */
    DEVICE_ABSENT,
    /** /dev/fuse may not be opened. */
    DEVICE_REFUSED,
    FUSERMOUNT_MISSING,
    LIBRARY_MISSING,
    ALLOW_OTHER_REFUSED,
    BAD_OPTION,
    /** Refused by the kernel or by fusermount. */
    REFUSED
  }

  private final Reason reason;

  public MountException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
