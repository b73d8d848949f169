package io.tpmount.vfs.intent;

import io.tpmount.vfs.store.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A change of names that is answered for: what becomes of files in the cache, which is done at once
 * and done again after a crash, and what the store has yet to do.
 *
 * @param retitled files in the cache that have another key now
 * @param dropped data files of the cache that no name leads to any more
 * @param effect what the store has to do
 */
public record Intent(List<Retitled> retitled, List<Long> dropped, Effect effect) {
  /**
   * A file in the cache got another key.
   *
   * @param id of its data file
   */
  public record Retitled(long id, ObjectKey from, ObjectKey to) {}

  public Intent {
    retitled = List.copyOf(retitled);
    dropped = List.copyOf(dropped);
  }

  /** What the store has to do. Each may be done twice. */
  public sealed interface Effect {
    /** An empty object that stands for a directory. */
    record MakeDirectory(ObjectKey marker, Instant mtime) implements Effect {}

    record MakeLink(ObjectKey key, String target, Instant mtime) implements Effect {}

    /** Possibly of nothing. */
    record Delete(List<ObjectKey> keys) implements Effect {
      public Delete {
        keys = List.copyOf(keys);
      }
    }

    /**
     * A copy, then a delete.
     *
     * @param replaced an object that the moved one hides without overwriting it
     */
    record Move(ObjectKey from, ObjectKey to, List<ObjectKey> replaced) implements Effect {
      public Move {
        replaced = List.copyOf(replaced);
      }
    }

    /** Copies of everything below a prefix, then as many deletes. */
    record MoveTree(String from, String to) implements Effect {}

    /** All keys that it touches. */
    default List<Reach> reach() {
      return switch (this) {
        case MakeDirectory(ObjectKey marker, _) -> List.of(Reach.key(marker));
        case MakeLink(ObjectKey key, _, _) -> List.of(Reach.key(key));
        case Delete(List<ObjectKey> keys) -> keys.stream().map(Reach::key).toList();
        case Move(ObjectKey from, ObjectKey to, List<ObjectKey> replaced) ->
            Stream.concat(Stream.of(from, to), replaced.stream()).map(Reach::key).toList();
        case MoveTree(String from, String to) -> List.of(Reach.below(from), Reach.below(to));
      };
    }

    /** The keys that will be gone. */
    default List<Reach> leaving() {
      return switch (this) {
        case MakeDirectory _, MakeLink _ -> List.of();
        case Delete _ -> reach();
        case Move(ObjectKey from, _, List<ObjectKey> replaced) ->
            Stream.concat(Stream.of(from), replaced.stream()).map(Reach::key).toList();
        case MoveTree(String from, _) -> List.of(Reach.below(from));
      };
    }

    /** For a log line. */
    default String words() {
      return switch (this) {
        case MakeDirectory(ObjectKey marker, _) -> "mkdir of " + marker;
        case MakeLink(ObjectKey key, _, _) -> "symlink " + key;
        case Delete(List<ObjectKey> keys) ->
            "removal of " + (keys.size() == 1 ? keys.getFirst() : keys.size() + " objects");
        case Move(ObjectKey from, ObjectKey to, _) -> "rename of " + from + " to " + to;
        case MoveTree(String from, String to) -> "rename of " + from + " to " + to;
      };
    }
  }
}
