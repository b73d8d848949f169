package io.tpmount.vfs;

/**
 * How a file is opened.
 *
 * @param access which calls the handle allows
 * @param append every write goes to the end of the file
 * @param truncate the file is emptied first
 */
public record OpenMode(Access access, boolean append, boolean truncate) {
  public static final OpenMode READ = new OpenMode(Access.READ, false, false);
  public static final OpenMode WRITE = new OpenMode(Access.WRITE, false, false);
  public static final OpenMode READ_WRITE = new OpenMode(Access.READ_WRITE, false, false);

  /** O_RDONLY, O_WRONLY, O_RDWR. */
  public enum Access {
    READ,
    WRITE,
    READ_WRITE
  }

  public boolean reads() {
    return access != Access.WRITE;
  }

  public boolean writes() {
    return access != Access.READ;
  }

  public OpenMode truncating() {
    return new OpenMode(access, append, true);
  }

  public OpenMode appending() {
    return new OpenMode(access, true, truncate);
  }
}
