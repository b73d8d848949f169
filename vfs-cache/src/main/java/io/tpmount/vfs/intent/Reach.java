package io.tpmount.vfs.intent;

import io.tpmount.vfs.store.ObjectKey;

/** The keys that a change of the store touches. */
public sealed interface Reach {
  /** One object. */
  record Key(ObjectKey key) implements Reach {}

  /**
   * Every key that begins with a prefix, which ends in a slash.
   *
   * @param prefix the key of a directory
   */
  record Below(String prefix) implements Reach {}

  static Reach key(ObjectKey key) {
    return new Key(key);
  }

  static Reach below(String prefix) {
    return new Below(prefix);
  }

  /** Whether the order of two changes that reach this far matters. */
  default boolean meets(Reach other) {
    return switch (this) {
      case Key(ObjectKey key) ->
          switch (other) {
            case Key(ObjectKey same) -> key.equals(same);
            case Below(String prefix) -> key.value().startsWith(prefix);
          };
      case Below(String prefix) ->
          switch (other) {
            case Key(ObjectKey key) -> key.value().startsWith(prefix);
            case Below(String same) -> prefix.startsWith(same) || same.startsWith(prefix);
          };
    };
  }
}
