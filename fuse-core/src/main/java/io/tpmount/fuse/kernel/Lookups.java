package io.tpmount.fuse.kernel;

import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.Vfs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each node was told to the kernel and not yet forgotten by it. The kernel forgets
 * nothing at an unmount, so the rest is given back here.
 */
final class Lookups {
  private final Vfs vfs;
  private final Map<Long, Long> counts = new ConcurrentHashMap<>();

  Lookups(Vfs vfs) {
    this.vfs = vfs;
  }

  /** To be called before the kernel hears of it, as it may forget at once. */
  void add(NodeId node) {
    counts.merge(node.value(), 1L, Long::sum);
  }

  void forget(long node, long lookups) {
    counts.computeIfPresent(node, (_, count) -> count > lookups ? count - lookups : null);
    if (node != NodeId.ROOT.value()) {
      vfs.forget(new NodeId(node), lookups);
    }
  }

  /** To be called when the kernel can forget nothing any more. */
  void forgetAll() {
    Map.copyOf(counts).forEach(this::forget);
  }
}
