package io.tpmount.fuse;

/** Why a mount is still there. Expected, so it carries no stack trace. */
public final class UnmountException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    /** Files are open in it, or it is somebody's current directory. */
    BUSY,
    REFUSED
  }

  private final Reason reason;

  UnmountException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
