package io.tpmount.vfs.namespace;

import io.tpmount.vfs.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nodes a kernel may name: every one it has looked up and not forgotten. Nodes that only the
 * tree knows are not in here, so that a listing of a million names costs a million nodes and not a
 * second table.
 */
final class NodeTable {
  private final Map<Long, Node> nodes = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong(NodeId.ROOT.value());

  /** An id never used before; also good as a new inode number. */
  NodeId newId() {
    return new NodeId(lastId.incrementAndGet());
  }

  void countLookup(Node node) {
    nodes.compute(
        node.id().value(),
        (_, _) -> {
          node.countLookup();
          return node;
        });
  }

  void forget(NodeId id, long lookups) {
    if (!id.equals(NodeId.ROOT)) {
      nodes.computeIfPresent(
          id.value(), (_, node) -> node.uncountLookups(lookups) > 0 ? node : null);
    }
  }

  Optional<Node> find(NodeId id) {
    return Optional.ofNullable(nodes.get(id.value()));
  }
}
