package io.tpmount.cli.process;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What may be found below one directory: every path, relative to the mount, and what stands there.
 * Immutable.
 */
record TortureTree(SortedMap<String, Thing> things) {
  /** What a path stands for. */
  sealed interface Thing {
    record Directory() implements Thing {}

    /**
     * A file of which one write was not answered: it has every byte from before or after it, and a
     * length between the two.
     */
    final class File implements Thing {
      private final byte[] before;
      private final byte[] after;

      File(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
      }

      /** A file whose last write was answered. */
      static File of(byte[] content) {
        return new File(content, content);
      }

      byte[] content() {
        return after;
      }

      String size() {
        return "%d..%d bytes".formatted(before.length, after.length);
      }

      boolean fits(byte[] found) {
        int least = Math.min(before.length, after.length);
        int most = Math.max(before.length, after.length);
        if (found.length < least || found.length > most) {
          return false;
        }
        for (int i = 0; i < found.length; i++) {
          boolean old = i < before.length && found[i] == before[i];
          if (!old && (i >= after.length || found[i] != after[i])) {
            return false;
          }
        }
        return true;
      }
    }
  }

  static final Thing.Directory DIRECTORY = new Thing.Directory();

  TortureTree {
    things = Collections.unmodifiableSortedMap(new TreeMap<>(things));
  }

  static TortureTree empty() {
    return new TortureTree(new TreeMap<>());
  }

  TortureTree with(String path, Thing thing) {
    TreeMap<String, Thing> changed = new TreeMap<>(things);
    changed.put(path, thing);
    return new TortureTree(changed);
  }

  TortureTree without(String path) {
    TreeMap<String, Thing> changed = new TreeMap<>(things);
    changed.remove(path);
    return new TortureTree(changed);
  }

  /** With a path, and all below it, under another. */
  TortureTree renamed(String from, String to) {
    TreeMap<String, Thing> changed = new TreeMap<>();
    for (Map.Entry<String, Thing> entry : things.entrySet()) {
      String path = entry.getKey();
      boolean moves = path.equals(from) || path.startsWith(from + "/");
      if (moves || !path.equals(to)) {
        changed.put(moves ? to + path.substring(from.length()) : path, entry.getValue());
      }
    }
    return new TortureTree(changed);
  }

  byte[] content(String path) {
    return ((Thing.File) things.get(path)).content();
  }
}
