package io.tpmount.vfs.cache;

/** What a restart would make of a data file. */
sealed interface Standing {
  /** The store has it; the index may know of it. */
  record Clean() implements Standing {}

  /** The store lacks something of it; the sidecar keeps it from being lost. */
  record Dirty(Sidecar sidecar) implements Standing {}

  /** Unlinked: it ends with its last reference. */
  record Discarded() implements Standing {}

  Standing CLEAN = new Clean();
  Standing DISCARDED = new Discarded();
}
