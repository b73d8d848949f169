package io.tpmount.cli.control;

/** What a running mount can be asked over its socket. */
public enum Verb {
  /** Answered by one report. */
  STATUS,
  /** Ends the mount. Answered by a report now and then, the last one {@link State#ENDED}. */
  UNMOUNT
}
