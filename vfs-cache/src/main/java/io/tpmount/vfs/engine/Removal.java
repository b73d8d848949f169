package io.tpmount.vfs.engine;

import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.StoreError;

/** Follows the removal of a name. */
final class Removal extends FileFollower {
  private final Tree tree;
  private final Node node;
  private final DirectoryNode parent;
  private final String name;

  Removal(OpenFiles files, Tree tree, Node node) {
    super(files);
    this.tree = tree;
    this.node = node;
    this.parent = node.parent();
    this.name = node.name();
  }

  @Override
  public void done() {
    tree.gone(parent, name);
  }

  @Override
  public void refused(StoreError error) {
    tree.restore(node, parent, name);
  }
}
