package io.tpmount.vfs.engine;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Node;
import java.time.Duration;
import java.util.function.Function;

/** How nodes look to {@code stat}. */
final class Attributes {
  private static final int BLOCK = 512;
  private static final int LINK_PERMISSIONS = 0777;

  private final ShownAttributes shown;
  private final Duration longest;
  private final Function<Node, Duration> belief;

  /**
   * @param longest a kernel is told to believe names and attributes for no longer than this
   * @param belief how long the namespace believes in a node
   */
  Attributes(ShownAttributes shown, Duration longest, Function<Node, Duration> belief) {
    this.shown = shown;
    this.longest = longest;
    this.belief = belief;
  }

  Entry entry(Node node) {
    Duration left = belief.apply(node);
    Duration validFor = left.compareTo(longest) < 0 ? left : longest;
    return new Entry(node.id(), of(node), validFor, validFor);
  }

  Attr of(Node node) {
    return switch (node) {
      case DirectoryNode directory ->
          attr(directory, Attr.Kind.DIRECTORY, shown.directoryPermissions(), 0);
      case FileNode file -> attr(file, Attr.Kind.FILE, shown.filePermissions(), file.size());
      case LinkNode link -> attr(link, Attr.Kind.SYMLINK, LINK_PERMISSIONS, link.size());
    };
  }

  /** A file that is open and was removed has no name left. */
  private static int links(Node node) {
    return node.isAttached() || node instanceof DirectoryNode ? 1 : 0;
  }

  private Attr attr(Node node, Attr.Kind kind, int permissions, long size) {
    return new Attr(
        node.ino(),
        kind,
        permissions,
        links(node),
        shown.uid(),
        shown.gid(),
        size,
        (size + BLOCK - 1) / BLOCK,
        node.mtime(),
        node.mtime());
  }
}
