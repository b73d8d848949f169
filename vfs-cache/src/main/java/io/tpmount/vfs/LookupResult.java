package io.tpmount.vfs;

import java.time.Duration;

/** Presence and absence of a name; both are answers. */
public sealed interface LookupResult {
  record Found(Entry entry) implements LookupResult {}

  /**
   * @param validFor how long a kernel may believe that the name is absent
   */
  record Absent(Duration validFor) implements LookupResult {}
}
