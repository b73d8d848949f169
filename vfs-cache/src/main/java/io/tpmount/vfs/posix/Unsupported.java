package io.tpmount.vfs.posix;

/** What is answered to calls that an object store cannot carry out. */
public enum Unsupported {
  /** An errno that programs know how to handle. */
  REJECT,
  /** Success, where a program that goes on loses nothing it was promised by others. */
  IGNORE
}
