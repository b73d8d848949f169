package io.tpmount.fuse.kernel;

import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.Vfs;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes as the kernel numbers them, and how often each was told to it and not yet forgotten.
 * The kernel forgets nothing at an unmount, so the rest is given back here.
 *
 * <p>A file has a second number while its first one is open as passthrough and somebody writes: the
 * kernel opens one number in one way only. Both are the same file of the {@code Vfs}.
 */
final class KernelNodes {
  /** Never set in a number of the {@code Vfs}, which counts from one. */
  private static final long SECOND = 1L << 62;

  private final Vfs vfs;
  private final Map<Long, Long> counts = new ConcurrentHashMap<>();
  private final Set<Long> second = ConcurrentHashMap.newKeySet();

  KernelNodes(Vfs vfs) {
    this.vfs = vfs;
  }

  /** The file that a number of the kernel means. */
  static NodeId real(long number) {
    return new NodeId(number & ~SECOND);
  }

  static boolean isSecond(long number) {
    return (number & SECOND) != 0;
  }

  /** From now on who looks the file up gets its second number. */
  void useSecond(NodeId node) {
    second.add(node.value());
  }

  /** From now on who looks the file up gets its first number again. */
  void useFirst(NodeId node) {
    second.remove(node.value());
  }

  /** Whether the kernel may know both numbers, so that neither's attributes last. */
  boolean isDoubled(NodeId node) {
    return second.contains(node.value()) || counts.containsKey(node.value() | SECOND);
  }

  /**
   * Counts one lookup. To be called before the kernel hears of it, as it may forget at once.
   *
   * @return the number to tell
   */
  long add(NodeId node) {
    long number = second.contains(node.value()) ? node.value() | SECOND : node.value();
    counts.merge(number, 1L, Long::sum);
    return number;
  }

  void forget(long number, long lookups) {
    counts.computeIfPresent(number, (_, count) -> count > lookups ? count - lookups : null);
    NodeId node = real(number);
    if (!node.equals(NodeId.ROOT)) {
      vfs.forget(node, lookups);
    }
  }

  /** To be called when the kernel can forget nothing any more. */
  void forgetAll() {
    Map.copyOf(counts).forEach(this::forget);
  }
}
