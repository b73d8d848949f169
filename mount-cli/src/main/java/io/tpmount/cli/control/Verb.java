package io.tpmount.cli.control;

/** What a running mount can be asked over its socket. Described in docs/CONTROL.md. */
public enum Verb {
  /** Answered by one report. */
  STATUS,
  /** Ends the mount. Answered by a report now and then, the last one {@link State#ENDED}. */
  UNMOUNT,
  /** Uploads what is pending at or below a path. Answered by progress. */
  FLUSH,
  /** Believes no name below a path any more. Answered by progress. */
  FORGET,
  /** Forgets, and lists the directory again at once. Answered by progress. */
  REFRESH,
  /** Fetches whole files, or all below directories, into the cache. Answered by progress. */
  WARM,
  /** Changes what is logged. Answered by progress. */
  LOG_LEVEL
}
