package io.tpmount.vfs.engine;

import com.google.common.base.Splitter;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.StoreException;

/** Nodes by their path from the mount's root, for who does not come through the kernel. */
final class NamedNodes {
  private final Namespace namespace;

  NamedNodes(Namespace namespace) {
    this.namespace = namespace;
  }

  /** Asks the store for what is not known. */
  Node find(String path) throws VfsException, StoreException, InterruptedException {
    Node node = namespace.tree().root();
    for (String name : Splitter.on('/').omitEmptyStrings().split(path)) {
      node =
          namespace
              .lookup(NodeKinds.directory(node), name)
              .orElseThrow(() -> new VfsException(new VfsError.NotFound(path)));
    }
    return node;
  }

  /** The directory itself, or the one that the file is in. */
  DirectoryNode directory(String path) throws VfsException, StoreException, InterruptedException {
    return find(path) instanceof DirectoryNode directory ? directory : find(path).parent();
  }
}
