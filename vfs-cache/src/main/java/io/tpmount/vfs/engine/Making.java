package io.tpmount.vfs.engine;

import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.StoreError;

/** Follows the making of a directory or link, which already shows. */
final class Making extends FileFollower {
  private final Tree tree;
  private volatile Node node;

  Making(OpenFiles files, Tree tree) {
    super(files);
    this.tree = tree;
  }

  /** What is made; before the intent starts. */
  void of(Node made) {
    node = made;
    tree.hold(made);
  }

  @Override
  public void made(ObjectInfo version) {
    switch (node) {
      case LinkNode link -> tree.stored(link, version);
      case FileNode _, DirectoryNode _ -> {}
    }
  }

  @Override
  public void done() {
    tree.settle(node);
  }

  @Override
  public void refused(StoreError error) {
    tree.withdraw(node);
  }
}
