package io.tpmount.vfs.intent;

/** One entry of a {@link Journal}. */
sealed interface JournalRecord {
  /** An intent is answered for from here on. */
  record Begun(long number, Intent intent) implements JournalRecord {}

  /** The store has made it, or it was taken back. */
  record Ended(long number) implements JournalRecord {}
}
