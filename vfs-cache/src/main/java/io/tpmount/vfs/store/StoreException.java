package io.tpmount.vfs.store;

/** A failed call of an {@link ObjectStore}. Expected, so it carries no stack trace. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient StoreError error;

  public StoreException(StoreError error) {
    super(error.toString(), null, false, false);
    this.error = error;
  }

  public StoreError error() {
    return error;
  }
}
