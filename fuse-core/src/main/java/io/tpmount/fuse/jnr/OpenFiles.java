package io.tpmount.fuse.jnr;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.NodeId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The nodes of open files. Each is held by one lookup while its file is open, so that fstat and
 * ftruncate work by handle, whatever has become of the path.
 */
final class OpenFiles {
  private final ConcurrentMap<HandleId, NodeId> nodes = new ConcurrentHashMap<>();

  void add(HandleId handle, NodeId node) {
    nodes.put(handle, node);
  }

  NodeId node(HandleId handle) {
    NodeId node = nodes.get(handle);
    if (node == null) {
      throw new IllegalStateException("unknown handle " + handle.value());
    }
    return node;
  }

  NodeId remove(HandleId handle) {
    NodeId node = node(handle);
    nodes.remove(handle);
    return node;
  }

  Set<HandleId> handles() {
    return Set.copyOf(nodes.keySet());
  }
}
