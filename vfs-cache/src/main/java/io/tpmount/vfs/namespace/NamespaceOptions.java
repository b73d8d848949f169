package io.tpmount.vfs.namespace;

import java.time.Duration;

/**
 * How long names are believed.
 *
 * @param dirCacheTime validity of a listing
 * @param attrTimeout for how long a kernel may believe attributes and names
 * @param negativeTimeout for how long an absent name stays absent, here and in the kernel
 */
public record NamespaceOptions(
    Duration dirCacheTime, Duration attrTimeout, Duration negativeTimeout) {
  public static final NamespaceOptions DEFAULT =
      new NamespaceOptions(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofSeconds(5));
}
