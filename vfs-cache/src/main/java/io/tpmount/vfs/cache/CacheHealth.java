package io.tpmount.vfs.cache;

/** How the disk of a cache does. Reads go on in each of these states, through memory if need be. */
public sealed interface CacheHealth {
  /** Everything works. */
  record Good() implements CacheHealth {}

  /** The disk had no space left, or only the reserve. */
  record Full() implements CacheHealth {}

  /** The disk takes no changes. */
  record ReadOnly() implements CacheHealth {}

  /**
   * The disk failed in another way.
   *
   * @param why the last failure, for people
   */
  record Failing(String why) implements CacheHealth {}

  /** For people: {@code good}, {@code full}, {@code read-only} or {@code failing: ...}. */
  default String describe() {
    return switch (this) {
      case Good() -> "good";
      case Full() -> "full";
      case ReadOnly() -> "read-only";
      case Failing(String why) -> "failing: " + why;
    };
  }
}
