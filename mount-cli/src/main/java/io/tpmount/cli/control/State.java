package io.tpmount.cli.control;

/** How far a mount is in its life. */
public enum State {
  MOUNTED,
  /** Unmounting, and waiting for uploads. */
  DRAINING,
  ENDED
}
