package io.tpmount.vfs.namespace;

import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enters what the store told into one directory. Runs under the tree's lock.
 *
 * <p>What the store was asked before a change of our own took place says nothing about that change:
 * a node confirmed, or a name removed, since then is left alone. Of several things with one name
 * the directory wins over the file and the file over the link.
 */
final class PageMerge {
  private final Tree tree;
  private final DirectoryNode directory;
  private final String prefix;
  private final long asked;
  private final long since;
  private final Map<ObjectKey, Instant> times;

  /**
   * @param asked when this page was asked for
   * @param since when the first page of this listing was
   */
  PageMerge(
      Tree tree, DirectoryNode directory, long asked, long since, Map<ObjectKey, Instant> times) {
    this.tree = tree;
    this.directory = directory;
    this.prefix = directory.key();
    this.asked = asked;
    this.since = since;
    this.times = times;
  }

  void mergePage(ListPage page) {
    for (String common : page.commonPrefixes()) {
      Keys.nameOfPrefix(prefix, common)
          .ifPresentOrElse(this::mergeDirectory, () -> tree.hidden().impossible(common));
    }
    for (ObjectInfo object : page.objects()) {
      mergeObject(object);
    }
    if (page.next().isEmpty()) {
      sweep();
    }
  }

  void mergeOne(String name, SingleName.Answer answer) {
    if (answer.directory()) {
      mergeDirectory(name);
    }
    answer.file().or(answer::link).ifPresent(this::mergeObject);
    directory.child(name).filter(this::isOutdated).ifPresent(tree::vanish);
  }

  /** After the last page: what no page confirmed is gone. */
  private void sweep() {
    List<Node> gone = directory.children().stream().filter(this::isOutdated).toList();
    gone.forEach(tree::vanish);
    directory.exhumeBefore(since);
  }

  private void mergeObject(ObjectInfo object) {
    String key = object.key().value();
    if (key.equals(prefix)) {
      return; // the directory's own marker
    }
    Optional<String> name = Keys.nameOfObject(prefix, key);
    if (name.isEmpty()) {
      tree.hidden().impossible(key);
    } else if (Keys.isLink(key)) {
      mergeLink(name.get(), object);
    } else {
      mergeFile(name.get(), object);
    }
  }

  private void mergeDirectory(String name) {
    if (directory.isBuriedSince(name, asked)) {
      return;
    }
    switch (directory.child(name).orElse(null)) {
      case DirectoryNode known -> known.confirm(asked);
      case Node other when other.isKept() ->
          tree.hidden().shadowed(prefix + name + "/", "a file of that name is being written here");
      case Node other -> {
        tree.hidden().shadowed(other.key(), "there is a directory of that name");
        enterDirectory(name);
      }
      case null -> enterDirectory(name);
    }
  }

  private void enterDirectory(String name) {
    tree.appear(directory, name, tree.newDirectory(directory, name, asked, tree.bornAt()));
  }

  private void mergeFile(String name, ObjectInfo object) {
    if (directory.isBuriedSince(name, asked)) {
      return;
    }
    switch (directory.child(name).orElse(null)) {
      case DirectoryNode _ ->
          tree.hidden().shadowed(object.key().value(), "there is a directory of that name");
      case FileNode known -> mergeKnownFile(known, object);
      case LinkNode _ -> enterFile(name, object);
      case null -> enterFile(name, object);
    }
  }

  private void mergeKnownFile(FileNode known, ObjectInfo object) {
    if (isNewerThanThis(known)) {
      return;
    }
    boolean same = known.version().filter(v -> v.etag().equals(object.etag())).isPresent();
    if (same || known.isKept()) {
      known.confirm(asked);
    } else {
      FileNode next = enterFile(known.name(), object);
      next.predecessor(known);
    }
  }

  private FileNode enterFile(String name, ObjectInfo object) {
    FileNode file = tree.newFile(directory, name, asked, withKnownTime(object));
    tree.appear(directory, name, file);
    return file;
  }

  private void mergeLink(String name, ObjectInfo object) {
    if (directory.isBuriedSince(name, asked)) {
      return;
    }
    switch (directory.child(name).orElse(null)) {
      case LinkNode known when known.isKept() || isSameVersion(known, object) ->
          known.confirm(asked);
      case Node other when isNewerThanThis(other) || !isOutdated(other) ->
          tree.hidden().shadowed(object.key().value(), "something else has that name");
      case null, default -> enterLink(name, object);
    }
  }

  private static boolean isSameVersion(LinkNode known, ObjectInfo object) {
    return known.version().etag().equals(object.etag());
  }

  private void enterLink(String name, ObjectInfo object) {
    tree.appear(directory, name, tree.newLink(directory, name, asked, withKnownTime(object)));
  }

  private ObjectInfo withKnownTime(ObjectInfo object) {
    Instant known = times.get(object.key());
    return known == null
        ? object
        : new ObjectInfo(
            object.key(), object.etag(), object.size(), object.lastModified(), Optional.of(known));
  }

  /** Changed here after the store was asked for this page. */
  private boolean isNewerThanThis(Node node) {
    return node.confirmedAt() - asked > 0;
  }

  /** Neither shown by this listing so far nor held by us. */
  private boolean isOutdated(Node node) {
    return node.confirmedAt() - since < 0 && !node.isKept();
  }
}
