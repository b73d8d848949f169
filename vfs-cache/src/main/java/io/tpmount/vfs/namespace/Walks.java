package io.tpmount.vfs.namespace;

import com.google.common.base.Ticker;
import io.tpmount.vfs.store.ObjectStore;
import java.time.Duration;
import java.util.Optional;

/**
 * Recognizes walks and keeps them going: from the third folder on that is opened in order, the
 * folders of a directory are fed from flat pages of their parent instead of a listing each.
 */
final class Walks {
  /** What a walk tells is no older than this; a longer one begins anew where it is. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final ObjectStore store;
  private final Ticker ticker;
  private final Tree tree;

  Walks(ObjectStore store, Ticker ticker, Tree tree) {
    this.store = store;
    this.ticker = ticker;
    this.tree = tree;
  }

  /** The walk that a directory about to be listed lies on. */
  Optional<FlatWalk> over(DirectoryNode directory) {
    for (DirectoryNode at = directory; at.parent() != at; at = at.parent()) {
      Optional<FlatWalk> walk = at.parent().walk().filter(this::isYoung);
      if (walk.isPresent()) {
        return walk;
      }
    }
    return directory.parent() == directory ? Optional.empty() : begin(directory);
  }

  private Optional<FlatWalk> begin(DirectoryNode directory) {
    DirectoryNode parent = directory.parent();
    if (!parent.walkDetector().isWalk(directory.key())) {
      return Optional.empty();
    }
    FlatWalk walk = new FlatWalk(parent.key(), directory.key(), ticker.read(), store::list);
    parent.walk(walk);
    return Optional.of(walk);
  }

  private boolean isYoung(FlatWalk walk) {
    // What it listed of a tree that was being moved is half of it.
    boolean isWhole = walk.startedAt() - tree.lastMoved() > 0;
    return isWhole && ticker.read() - walk.startedAt() < LONGEST.toNanos();
  }
}
