package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Node;

/** Demands that a node be of the kind a call is for. */
final class NodeKinds {
  private NodeKinds() {}

  static DirectoryNode directory(Node node) throws VfsException {
    return switch (node) {
      case DirectoryNode directory -> directory;
      case FileNode _, LinkNode _ -> throw new VfsException(new VfsError.NotADirectory(node.key()));
    };
  }

  static FileNode file(Node node) throws VfsException {
    return switch (node) {
      case FileNode file -> file;
      case DirectoryNode _ -> throw new VfsException(new VfsError.IsADirectory(node.key()));
      case LinkNode _ -> throw new VfsException(new VfsError.Invalid(node.key() + " is a link"));
    };
  }

  static LinkNode link(Node node) throws VfsException {
    return switch (node) {
      case LinkNode link -> link;
      case FileNode _, DirectoryNode _ ->
          throw new VfsException(new VfsError.Invalid(node.key() + " is no link"));
    };
  }
}
