package io.tpmount.vfs.cache;

/**
 * What is dropped at once: one extent of one data file.
 *
 * @param file the data file's number
 * @param extent which of its {@link Extents}
 */
record Piece(long file, int extent) {
  /** For counting: equal for equal pieces, and spread. */
  long hash() {
    return file * 31 + extent;
  }
}
