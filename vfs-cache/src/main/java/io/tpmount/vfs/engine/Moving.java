package io.tpmount.vfs.engine;

import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the move of a node, which already shows under its new name. */
final class Moving extends FileFollower {
  private final Tree tree;
  private final Node node;
  private final DirectoryNode oldParent;
  private final String oldName;

  Moving(OpenFiles files, Tree tree, Node node) {
    super(files);
    this.tree = tree;
    this.node = node;
    this.oldParent = node.parent();
    this.oldName = node.name();
  }

  @Override
  public Optional<ObjectInfo> source() {
    return switch (node) {
      case FileNode file -> file.version();
      case LinkNode link -> Optional.of(link.version());
      case DirectoryNode _ -> Optional.empty();
    };
  }

  /** What is uploaded under the new key anyway need not be copied there. */
  @Override
  public boolean mustCopy(ObjectKey to) {
    return !(node instanceof FileNode file
        && files().current(file).filter(open -> open.file().isDirty()).isPresent());
  }

  @Override
  public void copied(Map<ObjectKey, ObjectInfo> copies) throws IOException {
    super.copied(copies);
    adopt(node, copies);
  }

  private void adopt(Node moved, Map<ObjectKey, ObjectInfo> copies) throws IOException {
    switch (moved) {
      case DirectoryNode directory -> {
        for (Node child : List.copyOf(directory.children())) {
          adopt(child, copies);
        }
      }
      case FileNode file -> {
        Optional<ObjectInfo> copy = file.version().flatMap(old -> copyOf(old, copies));
        if (copy.isPresent()) {
          if (moved == node) {
            files().keepCached(file, copy.get());
          }
          tree.stored(file, copy.get());
        }
      }
      case LinkNode link ->
          copyOf(link.version(), copies).ifPresent(copy -> tree.stored(link, copy));
    }
  }

  private static Optional<ObjectInfo> copyOf(
      ObjectInfo version, Map<ObjectKey, ObjectInfo> copies) {
    return Optional.ofNullable(copies.get(version.key())).map(copy -> keepingTime(copy, version));
  }

  /** A rename changes no modification time, whatever time the copy has in the store. */
  static ObjectInfo keepingTime(ObjectInfo copy, ObjectInfo source) {
    return new ObjectInfo(
        copy.key(),
        copy.etag(),
        source.size(),
        copy.lastModified(),
        Optional.of(source.shownTime()));
  }

  @Override
  public void done() {
    tree.gone(oldParent, oldName);
    tree.settle(node);
    if (node instanceof DirectoryNode directory) {
      tree.settleBelow(directory);
    }
  }

  @Override
  public void refused(StoreError error) {
    tree.gone(oldParent, oldName);
    tree.withdraw(node);
    tree.relist(oldParent);
    if (node instanceof DirectoryNode directory) {
      tree.settleBelow(directory);
    }
  }
}
