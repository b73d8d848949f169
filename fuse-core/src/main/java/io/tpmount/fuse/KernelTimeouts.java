package io.tpmount.fuse;

import java.time.Duration;

/**
 * For how long a kernel may answer by itself.
 *
 * @param attr attributes
 * @param entry that a name leads to a node
 * @param negative that a name is absent
 */
public record KernelTimeouts(Duration attr, Duration entry, Duration negative) {
  public static final KernelTimeouts ONE_SECOND =
      new KernelTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  public KernelTimeouts {
    if (attr.isNegative() || entry.isNegative() || negative.isNegative()) {
      throw new IllegalArgumentException("negative timeout");
    }
  }

  /** None of them longer than {@code limit}. */
  public KernelTimeouts atMost(Duration limit) {
    return new KernelTimeouts(min(attr, limit), min(entry, limit), min(negative, limit));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
