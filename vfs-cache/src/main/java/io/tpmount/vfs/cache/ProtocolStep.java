package io.tpmount.vfs.cache;

/**
 * The points between two durable steps, in the order of each protocol. A test stops the process at
 * each and looks what the next start finds.
 */
enum ProtocolStep {
  /** create: the data file exists. */
  DATA_MADE,
  /** create, or first change of a clean file: the sidecar exists. */
  SIDECAR_MADE,
  /** First change of a clean file: the index knows it no more. */
  ROW_REMOVED,
  /** write: what was in the range counts no more. */
  RANGE_UNCLEAN,
  /** write: the bytes are in the data file. */
  DATA_WRITTEN,
  /** write: the range is dirty. */
  RANGE_DIRTY,
  /** truncate: the cut is announced. */
  CUT_BEGUN,
  /** truncate: the data file is cut. */
  DATA_CUT,
  /** truncate: the cut is noted. */
  CUT_DONE,
  /** close: the time is noted. */
  COMMITTED,
  /** fill: the bytes are in the data file, and nothing claims it. */
  DATA_FILLED,
  /** upload in parts: the sidecar knows of it. */
  UPLOAD_NOTED,
  /** upload in parts: the sidecar knows of a finished part. */
  PART_NOTED,
  /** upload given up: the index knows that it is to be aborted. */
  UPLOAD_LEFT,
  /** upload given up: the sidecar knows it no more. */
  UPLOAD_FORGOTTEN,
  /** uploaded: the sidecar says that the store has it. */
  STORED,
  /** uploaded: the index knows the file as clean. */
  ROW_PUT,
  /** uploaded: the sidecar is gone. */
  SIDECAR_REMOVED,
  /** unlink: the index knows it no more. */
  DISCARD_ROW_REMOVED,
  /** unlink: the sidecar is gone. */
  DISCARD_SIDECAR_REMOVED,
  /** eviction: the index knows it no more, or not the range. */
  EVICT_ROW_CHANGED;

  /** Hears of each step; empty but in tests. */
  @FunctionalInterface
  interface Listener {
    Listener NONE = step -> {};

    void reached(ProtocolStep step);
  }
}
