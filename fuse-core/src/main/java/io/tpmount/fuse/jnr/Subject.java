package io.tpmount.fuse.jnr;

/** A path that a log line may name; decoded only if one does, and only during the upcall. */
record Subject(long path) {
  @Override
  public String toString() {
    return path == 0 ? "(open file)" : Memory.nameAt(path);
  }
}
