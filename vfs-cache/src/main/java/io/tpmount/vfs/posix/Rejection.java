package io.tpmount.vfs.posix;

/** A kind of call that is refused. */
public enum Rejection {
  HARD_LINK("a hard link", "EPERM", Remedy.NONE),
  SPECIAL_FILE("a FIFO, socket or device", "EPERM", Remedy.NONE),
  MODE("chmod to another mode", "EPERM", Remedy.FLAG),
  OWNER("chown to another owner", "EPERM", Remedy.FLAG),
  TIME("setting a file's time", "EPERM", Remedy.FLAG),
  EXCLUSIVE_LOCK("an exclusive file lock", "ENOSYS", Remedy.FLAG),
  OPEN_UNLINK("removing a file that is open", "EBUSY", Remedy.FLAG),
  ALLOCATION("fallocate other than plain allocation", "EOPNOTSUPP", Remedy.NONE);

  /** Whether {@link Unsupported#IGNORE} lets it pass. */
  private enum Remedy {
    FLAG,
    NONE
  }

  private final String call;
  private final String errno;
  private final Remedy remedy;

  Rejection(String call, String errno, Remedy remedy) {
    this.call = call;
    this.errno = errno;
    this.remedy = remedy;
  }

  /** A line for the log. */
  String explanation() {
    String fact = "%s is answered %s, here and from now on".formatted(call, errno);
    return remedy == Remedy.FLAG ? fact + "; --posix-unsupported=ignore allows it" : fact;
  }
}
