package io.tpmount.vfs;

/** A failed call of a {@link Vfs}. Expected, so it carries no stack trace. */
public final class VfsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient VfsError error;

  public VfsException(VfsError error) {
    super(error.toString(), null, false, false);
    this.error = error;
  }

  public VfsError error() {
    return error;
  }
}
