package io.tpmount.vfs.namespace;

import io.tpmount.vfs.Names;
import java.util.Optional;

/** How keys become names. A key that cannot be a path has no name and is not shown. */
final class Keys {
  private Keys() {}

  /**
   * The name of an object below a directory's prefix: the rest of its key, without a link's suffix.
   */
  static Optional<String> nameOfObject(String prefix, String key) {
    return isLink(key)
        ? valid(key.substring(prefix.length(), key.length() - LinkNode.SUFFIX.length()))
        : valid(key.substring(prefix.length()));
  }

  /** The name of a common prefix, which ends in a slash. */
  static Optional<String> nameOfPrefix(String prefix, String commonPrefix) {
    return valid(commonPrefix.substring(prefix.length(), commonPrefix.length() - 1));
  }

  static boolean isLink(String key) {
    return key.endsWith(LinkNode.SUFFIX);
  }

  /** Whether a path component can be shown: what Linux allows, and nothing that could climb. */
  static boolean isValidName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && Names.encode(name).length <= Names.MAX_BYTES;
  }

  private static Optional<String> valid(String name) {
    return isValidName(name) ? Optional.of(name) : Optional.empty();
  }
}
