package io.tpmount.vfs.engine;

import io.tpmount.vfs.Names;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.store.ObjectKey;

/** Refuses names that could be made but not kept. */
final class NewNames {
  private NewNames() {}

  /** A longer name can't be there, and says so as on any file system. */
  static void checkLength(String name) throws VfsException {
    // A character has three bytes at the most.
    if (name.length() > Names.MAX_BYTES / 3 && Names.encode(name).length > Names.MAX_BYTES) {
      throw new VfsException(new VfsError.NameTooLong(name));
    }
  }

  /**
   * @param suffix what the key has after the name
   */
  static void check(DirectoryNode parent, String name, String suffix) throws VfsException {
    checkLength(name);
    if (ObjectKey.of(parent.key() + name + suffix).byteLength() > ObjectKey.MAX_BYTES) {
      throw new VfsException(new VfsError.NameTooLong(parent.key() + name));
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new VfsException(new VfsError.Invalid("name \"" + name + "\""));
    }
    if (name.endsWith(LinkNode.SUFFIX)) {
      throw new VfsException(
          new VfsError.NotPermitted(name + ": names ending in " + LinkNode.SUFFIX + " are links"));
    }
  }
}
