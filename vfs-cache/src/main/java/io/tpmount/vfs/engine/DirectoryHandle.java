package io.tpmount.vfs.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.namespace.ChildStream;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One open directory stream. What was given stays as it was, so that a program may seek back; from
 * the start again the directory is read anew, as rewinddir(3) wants it.
 */
final class DirectoryHandle {
  /** Entries of one answer at the most. */
  private static final int PAGE = 1024;

  private final Namespace namespace;
  private final DirectoryNode directory;
  private final Attributes attributes;

  /** Held while the next page of the listing is waited for: one stream, one reader. */
  private final ReentrantLock reading = new ReentrantLock();

  @GuardedBy("reading")
  private final List<DirEntry> entries = new ArrayList<>();

  @GuardedBy("reading")
  private ChildStream children;

  @GuardedBy("reading")
  private boolean ended;

  DirectoryHandle(Namespace namespace, DirectoryNode directory, Attributes attributes) {
    this.namespace = namespace;
    this.directory = directory;
    this.attributes = attributes;
  }

  DirectoryNode directory() {
    return directory;
  }

  /** The entries after a cookie, which counts the entries before it. */
  DirPage read(long cookie) throws StoreException, InterruptedException {
    reading.lockInterruptibly();
    try {
      if (cookie == 0) {
        rewind();
      }
      while (!ended && entries.size() <= cookie) {
        readMore();
      }
      int from = (int) Math.min(cookie, entries.size());
      int to = Math.min(entries.size(), from + PAGE);
      return new DirPage(entries.subList(from, to), ended && to == entries.size());
    } finally {
      reading.unlock();
    }
  }

  @GuardedBy("reading")
  private void rewind() {
    entries.clear();
    ended = false;
    children = namespace.stream(directory);
    add(".", directory);
    add("..", directory.parent());
  }

  @GuardedBy("reading")
  private void readMore() throws StoreException, InterruptedException {
    List<Node> more = children.next();
    for (Node node : more) {
      add(node.name(), node);
    }
    ended = more.isEmpty();
  }

  @GuardedBy("reading")
  private void add(String name, Node node) {
    entries.add(new DirEntry(entries.size() + 1L, name, attributes.of(node)));
  }
}
