package io.tpmount.vfs;

/** What {@link Vfs#fsync} must make durable. */
public enum SyncMode {
  /** fdatasync. */
  DATA,
  /** fsync. */
  ALL
}
