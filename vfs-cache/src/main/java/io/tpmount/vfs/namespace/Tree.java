package io.tpmount.vfs.namespace;

import com.google.common.base.Ticker;
import io.tpmount.vfs.Invalidations;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.store.ObjectInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The nodes and how they hang together.
 *
 * <p>One lock guards the shape; it is held for a page's worth of map updates and never while
 * waiting for anything. Reading needs no lock.
 */
public final class Tree {
  private final Ticker ticker;
  private final Instant bornAt;
  private volatile Invalidations invalidations = Invalidations.NONE;
  private final AbsentNames absent;
  private final NodeTable table = new NodeTable();
  private final HiddenKeys hidden = new HiddenKeys();
  private final ReentrantLock shape = new ReentrantLock();
  private final DirectoryNode root;
  private volatile long lastMoved;

  Tree(AbsentNames absent, Ticker ticker, Instant bornAt) {
    this.absent = absent;
    this.ticker = ticker;
    this.bornAt = bornAt;
    this.root =
        new DirectoryNode(NodeId.ROOT, NodeId.ROOT.value(), null, "", ticker.read(), bornAt);
    table.countLookup(root);
    this.lastMoved = ticker.read() - 1;
  }

  public DirectoryNode root() {
    return root;
  }

  /** A node the kernel knows. */
  public Optional<Node> find(NodeId id) {
    return table.find(id);
  }

  /** Counts one lookup of the node, to be given back by {@link #forget}. */
  public void countLookup(Node node) {
    table.countLookup(node);
  }

  public void forget(NodeId id, long lookups) {
    table.forget(id, lookups);
  }

  /** Runs a change of the shape, alone. */
  void change(Runnable change) {
    change(
        () -> {
          change.run();
          return null;
        });
  }

  /** The same for a change with a result. */
  <T> T change(Supplier<T> change) {
    shape.lock();
    try {
      return change.get();
    } finally {
      shape.unlock();
    }
  }

  // Changes of our own

  /** Enters a file that is not in the store yet. */
  public FileNode addFile(
      DirectoryNode directory, String name, Function<FileNode, FileNode.Content> content) {
    return change(
        () -> {
          FileNode file = newFile(directory, name, ticker.read(), null);
          file.content(content.apply(file));
          attach(directory, name, file);
          directory.touch(file.mtime());
          return file;
        });
  }

  /**
   * Enters a file that an earlier run left unsent; what the store has under its name is not known.
   */
  public FileNode addRecovered(
      DirectoryNode directory, String name, Function<FileNode, FileNode.Content> content) {
    FileNode file = addFile(directory, name, content);
    file.coverStored();
    return file;
  }

  /** Enters a directory whose marker was just written: nothing can be in it yet. */
  public DirectoryNode addDirectory(DirectoryNode directory, String name, Instant now) {
    return change(
        () -> {
          long at = ticker.read();
          DirectoryNode made = newDirectory(directory, name, at, now);
          attach(directory, name, made);
          made.listing(Listing.ofNothing(made.key(), at));
          directory.touch(now);
          return made;
        });
  }

  public LinkNode addLink(DirectoryNode directory, String name, ObjectInfo version, String target) {
    return change(
        () -> {
          LinkNode made = newLink(directory, name, ticker.read(), version);
          made.target(target);
          attach(directory, name, made);
          directory.touch(version.shownTime());
          return made;
        });
  }

  /**
   * The way to a directory of a key known from elsewhere than a listing, making what is missing.
   */
  public DirectoryNode directoryOf(String key) {
    DirectoryNode at = root;
    int start = 0;
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
      String name = key.substring(start, slash);
      at = at.child(name).orElse(null) instanceof DirectoryNode known ? known : enter(at, name);
      start = slash + 1;
    }
    return at;
  }

  private DirectoryNode enter(DirectoryNode directory, String name) {
    return change(
        () -> {
          DirectoryNode made = newDirectory(directory, name, ticker.read(), bornAt);
          attach(directory, name, made);
          return made;
        });
  }

  /** Takes a name away that was removed from the store, or never was in it. */
  public void remove(Node node, Instant now) {
    change(
        () -> {
          detach(node);
          node.parent().bury(node.name(), ticker.read());
          node.parent().touch(now);
        });
  }

  /** Takes a name away that the store is to remove: see {@link #gone}. */
  public void leave(Node node, Instant now) {
    change(
        () -> {
          remove(node, now);
          node.parent().leaves(node.name());
        });
  }

  /** The store has removed what had a name. */
  public void gone(DirectoryNode parent, String name) {
    change(
        () -> {
          parent.left(name);
          if (parent.child(name).isEmpty()) {
            parent.bury(name, ticker.read());
          }
        });
  }

  /** Takes back a {@link #leave} that the store refused. */
  public void restore(Node node, DirectoryNode parent, String name) {
    change(
        () -> {
          parent.left(name);
          if (parent.child(name).isEmpty()) {
            attach(parent, name, node);
          }
          parent.listing(null);
        });
  }

  /** What the store is to put there stays whatever a listing says: see {@link #settle}. */
  public void hold(Node node) {
    node.hold();
  }

  /** Whether the store has not yet put it where it is. */
  public boolean isHeld(Node node) {
    return node.isHeld();
  }

  /** The store may be about to get an object of the node's key. */
  public void maybeStored(FileNode file) {
    file.coverStored();
  }

  /** Has a directory listed anew at the next look. */
  public void relist(DirectoryNode directory) {
    directory.listing(null);
  }

  /** The store has put a node where it is. */
  public void settle(Node node) {
    change(
        () -> {
          node.confirm(ticker.read());
          node.release();
        });
  }

  /** The store refuses what was to be there. */
  public void withdraw(Node node) {
    change(
        () -> {
          node.release();
          if (node.isAttached() && !node.isPinned()) {
            detach(node);
          }
          node.parent().listing(null);
        });
  }

  /** The store has moved all below a directory: what it lists from now on can be believed. */
  public void settleBelow(DirectoryNode moved) {
    change(
        () -> {
          lastMoved = ticker.read();
          forget(moved);
        });
  }

  private static void forget(DirectoryNode directory) {
    directory.listing(null);
    directory.children().stream()
        .filter(DirectoryNode.class::isInstance)
        .forEach(below -> forget((DirectoryNode) below));
  }

  /** When a directory was moved last, here or in the store. */
  long lastMoved() {
    return lastMoved;
  }

  /** The present, in ticks. */
  public long now() {
    return ticker.read();
  }

  /**
   * Moves a node, over whatever has the new name; the node stays the same content lineage. The
   * store is to follow: see {@link #gone} of the old name and {@link #settle} of the node.
   */
  public void move(Node node, DirectoryNode target, String name, Instant now) {
    change(
        () -> {
          long at = ticker.read();
          detach(node);
          node.parent().bury(node.name(), at);
          node.parent().leaves(node.name());
          node.hold();
          node.parent().touch(now);
          node.place(target, name);
          attach(target, name, node);
          node.confirm(at);
          target.touch(now);
          if (node instanceof DirectoryNode moved) {
            lastMoved = at;
            rekeyListings(moved);
          }
        });
  }

  /** Shows a time that the store does not keep, for as long as the node lives or is rewritten. */
  public void keepTime(Node node, Instant time) {
    if (node instanceof DirectoryNode directory) {
      directory.touch(time);
    } else {
      node.keepTime(time);
    }
  }

  /** Shows the time of the newest content again. */
  public void dropKeptTime(FileNode file) {
    file.keepTime(null);
  }

  /** What is known of the names in a moved directory stays known. */
  private static void rekeyListings(DirectoryNode moved) {
    moved.listing(moved.listing().flatMap(known -> known.of(moved.key())).orElse(null));
    moved.walk(null);
    moved.children().stream()
        .filter(DirectoryNode.class::isInstance)
        .forEach(below -> rekeyListings((DirectoryNode) below));
  }

  /** Our own upload or copy made this version: the node goes on with it. */
  public void stored(FileNode file, ObjectInfo version) {
    file.version(version);
    file.confirm(ticker.read());
  }

  /** The same for a link. */
  public void stored(LinkNode link, ObjectInfo version) {
    link.version(version);
    link.confirm(ticker.read());
  }

  /** Tells one listener, from now on, of names that others change. */
  public void onInvalidation(Invalidations listener) {
    invalidations = listener;
  }

  /** Names said to be absent have to be asked for again. */
  void forgetAbsent() {
    absent.clear(invalidations);
  }

  /** The name has to be asked for again. */
  void invalidate(Node node) {
    if (node.isLookedUp()) {
      invalidations.name(node.parent().id(), node.name());
    }
  }

  // Parts of a change

  /** Enters what others put under a name. */
  void appear(DirectoryNode directory, String name, Node node) {
    directory.child(name).ifPresent(this::invalidate);
    if (absent.contains(directory, name)) {
      invalidations.name(directory.id(), name);
    }
    attach(directory, name, node);
  }

  /** Takes away a name that others removed. */
  void vanish(Node node) {
    detach(node);
    invalidate(node);
  }

  FileNode newFile(DirectoryNode directory, String name, long at, ObjectInfo version) {
    NodeId id = table.newId();
    return new FileNode(id, inodeNumber(directory, name, id), directory, name, at, version);
  }

  DirectoryNode newDirectory(DirectoryNode directory, String name, long at, Instant mtime) {
    NodeId id = table.newId();
    return new DirectoryNode(id, inodeNumber(directory, name, id), directory, name, at, mtime);
  }

  LinkNode newLink(DirectoryNode directory, String name, long at, ObjectInfo version) {
    NodeId id = table.newId();
    return new LinkNode(id, inodeNumber(directory, name, id), directory, name, at, version);
  }

  /** A name that others fill with new content keeps the number it shows. */
  private static long inodeNumber(DirectoryNode directory, String name, NodeId fresh) {
    return directory.child(name).map(Node::ino).orElse(fresh.value());
  }

  void attach(DirectoryNode directory, String name, Node node) {
    Node before = directory.child(name).orElse(null);
    if (before != null && before != node) {
      detach(before);
    }
    if (node instanceof FileNode file
        && before instanceof FileNode covered
        && covered.mayBeStored()) {
      file.coverStored();
    }
    node.place(directory, name);
    directory.put(node);
    absent.remove(directory, name);
  }

  void detach(Node node) {
    node.detach();
    node.parent().remove(node);
  }

  Instant bornAt() {
    return bornAt;
  }

  HiddenKeys hidden() {
    return hidden;
  }
}
