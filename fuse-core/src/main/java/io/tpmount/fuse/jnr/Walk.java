package io.tpmount.fuse.jnr;

import io.tpmount.vfs.Entry;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;

/**
 * From the paths that libfuse speaks to the nodes that a {@link Vfs} speaks: looked up component by
 * component for each call, and forgotten after it. libfuse tells nobody when the kernel forgets a
 * node, so a map of paths could only grow.
 */
final class Walk {
  private final Vfs vfs;
  private final Waits waits;

  Walk(Vfs vfs, Waits waits) {
    this.vfs = vfs;
    this.waits = waits;
  }

  /** A name in a directory. */
  record Name(Node parent, String name) implements AutoCloseable {
    @Override
    public void close() {
      parent.close();
    }
  }

  /** A node held by one lookup until closed. */
  record Node(Vfs vfs, NodeId id) implements AutoCloseable {
    @Override
    public void close() {
      if (!id.equals(NodeId.ROOT)) {
        vfs.forget(id, 1);
      }
    }
  }

  /**
   * @param path address of an absolute path
   */
  Node node(long path) throws VfsException {
    return descend(Memory.bytesAt(path));
  }

  /** The place of a path's last name, which need not exist. */
  Name name(long path) throws VfsException {
    String bytes = Memory.bytesAt(path);
    int slash = bytes.lastIndexOf('/');
    if (slash == bytes.length() - 1) {
      throw new VfsException(new VfsError.Exists("the root"));
    }
    return new Name(descend(bytes.substring(0, slash)), Memory.name(bytes.substring(slash + 1)));
  }

  /** The attributes at a path, with one call for each of its names and none more. */
  Entry entry(long path) throws VfsException {
    String bytes = Memory.bytesAt(path);
    int slash = bytes.lastIndexOf('/');
    if (slash == bytes.length() - 1) {
      return waits.await(vfs.getattr(NodeId.ROOT));
    }
    try (Node parent = descend(bytes.substring(0, slash))) {
      Entry entry = lookup(parent.id(), Memory.name(bytes.substring(slash + 1)));
      vfs.forget(entry.node(), 1);
      return entry;
    }
  }

  private Node descend(String bytes) throws VfsException {
    Node node = new Node(vfs, NodeId.ROOT);
    int start = 1;
    while (start < bytes.length()) {
      int slash = bytes.indexOf('/', start);
      int end = slash < 0 ? bytes.length() : slash;
      try (Node parent = node) {
        node = new Node(vfs, lookup(parent.id(), Memory.name(bytes.substring(start, end))).node());
      }
      start = end + 1;
    }
    return node;
  }

  private Entry lookup(NodeId parent, String name) throws VfsException {
    return switch (waits.await(vfs.lookup(parent, name))) {
      case LookupResult.Found found -> found.entry();
      case LookupResult.Absent absent -> throw new VfsException(new VfsError.NotFound(name));
    };
  }
}
