package io.tpmount.vfs.namespace;

import com.google.common.base.Ticker;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The tree of names, filled from listings.
 *
 * <p>A name is believed to be there for {@code dirCacheTime} after the store, or a change of our
 * own, last showed it; to be absent while a listing covers it, but for {@code negativeTimeout}
 * only, because ranks poll for files that others write. What is open or not yet uploaded stays
 * whatever a listing says.
 *
 * <p>One lock guards the shape of the tree; it is held for a page's worth of map updates and never
 * while waiting for anything. Reading needs no lock. Methods that may wait say so by throwing
 * {@link InterruptedException} and are called on virtual threads.
 */
public final class Namespace {
  /** What is known of a name without asking the store. */
  public sealed interface Known {
    record Present(Node node) implements Known {}

    record Absent() implements Known {}

    record Unknown() implements Known {}
  }

  private final ObjectStore store;
  private final NamespaceOptions options;
  private final Function<List<ObjectInfo>, Map<ObjectKey, Instant>> knownTimes;
  private final Ticker ticker;
  private final NodeTable table = new NodeTable();
  private final AbsentNames absent;
  private final HiddenKeys hidden = new HiddenKeys();
  private final ReentrantLock shape = new ReentrantLock();
  private final Instant bornAt;
  private final DirectoryNode root;

  /**
   * @param knownTimes the times this machine has already shown for some of a page's objects
   */
  public Namespace(
      ObjectStore store,
      NamespaceOptions options,
      Function<List<ObjectInfo>, Map<ObjectKey, Instant>> knownTimes,
      Ticker ticker,
      Instant bornAt) {
    this.store = store;
    this.options = options;
    this.knownTimes = knownTimes;
    this.ticker = ticker;
    this.bornAt = bornAt;
    this.absent = new AbsentNames(options.negativeTimeout(), ticker);
    this.root =
        new DirectoryNode(NodeId.ROOT, NodeId.ROOT.value(), null, "", ticker.read(), bornAt);
    table.countLookup(root);
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

  // Looking up

  /** What is known of a name now. Never waits. */
  public Known peek(DirectoryNode directory, String name) {
    Optional<Node> child = directory.child(name);
    if (child.isPresent() && isBelieved(child.get())) {
      return new Known.Present(child.get());
    }
    if (absent.contains(directory, name)) {
      return new Known.Absent();
    }
    return validListing(directory)
        .filter(listing -> listing.covers(name) && isFreshAbsence(listing))
        .<Known>map(_ -> new Known.Absent())
        .orElseGet(Known.Unknown::new);
  }

  /** The node of a name, asking the store as needed; empty when absent. */
  public Optional<Node> lookup(DirectoryNode directory, String name)
      throws StoreException, InterruptedException {
    Listing listing = currentListing(directory);
    if (listing.progress() instanceof Listing.Progress.Nothing nothing) {
      Await.shared(listing.advance(nothing));
    }
    return switch (peek(directory, name)) {
      case Known.Present(Node node) -> Optional.of(node);
      case Known.Absent() -> Optional.empty();
      case Known.Unknown() -> lookupBeyond(directory, listing, name);
    };
  }

  /**
   * A name that the known part of the listing lacks. Beyond its end the first such name is asked
   * for alone, and the second is taken as a sign that all are wanted; within it a name is asked for
   * again, but not at any rate.
   */
  private Optional<Node> lookupBeyond(DirectoryNode directory, Listing listing, String name)
      throws StoreException, InterruptedException {
    if (!listing.covers(name) && !directory.mayAskForOne(listing)) {
      listAll(directory);
    } else if (!listing.covers(name) || directory.mayAskAgain()) {
      ask(directory, name);
    }
    if (peek(directory, name) instanceof Known.Present(Node node)) {
      return Optional.of(node);
    }
    absent.add(directory, name);
    return Optional.empty();
  }

  /** Asks the store for one name in all its forms, and enters what it says. */
  private void ask(DirectoryNode directory, String name)
      throws StoreException, InterruptedException {
    long asked = ticker.read();
    SingleName.Answer answer = new SingleName(store).ask(directory.key(), name);
    Map<ObjectKey, Instant> times = knownTimes.apply(answer.objects());
    shape.lock();
    try {
      new PageMerge(this, directory, asked, asked, times).mergeOne(name, answer);
    } finally {
      shape.unlock();
    }
  }

  // Listing

  /** Waits until every name of the directory is known. */
  public void listAll(DirectoryNode directory) throws StoreException, InterruptedException {
    Listing listing = currentListing(directory);
    while (!listing.isComplete()) {
      Await.shared(listing.advance(listing.progress()));
    }
  }

  /** The children, in pages as they arrive. */
  public ChildStream stream(DirectoryNode directory) {
    return new ChildStream(directory, currentListing(directory));
  }

  /** Makes the next look at the directory and everything below ask the store. */
  public void refresh(DirectoryNode directory) {
    long longAgo = ticker.read() - options.dirCacheTime().toNanos();
    directory.listing(null);
    for (Node child : directory.children()) {
      child.doubt(longAgo);
      if (child instanceof DirectoryNode below) {
        refresh(below);
      }
    }
    absent.clear();
  }

  private Optional<Listing> validListing(DirectoryNode directory) {
    return directory.listing().filter(listing -> isFresh(listing.startedAt()));
  }

  private Listing currentListing(DirectoryNode directory) {
    Optional<Listing> valid = validListing(directory);
    if (valid.isPresent()) {
      return valid.get();
    }
    shape.lock();
    try {
      return validListing(directory).orElseGet(() -> beginListing(directory));
    } finally {
      shape.unlock();
    }
  }

  @GuardedBy("shape")
  private Listing beginListing(DirectoryNode directory) {
    Listing listing =
        new Listing(
            directory.key(),
            ticker.read(),
            (self, request) -> {
              long asked = ticker.read();
              return store.list(request).thenApply(page -> merge(directory, self, page, asked));
            });
    directory.listing(listing);
    return listing;
  }

  private ListPage merge(DirectoryNode directory, Listing listing, ListPage page, long asked) {
    Map<ObjectKey, Instant> times = knownTimes.apply(page.objects());
    shape.lock();
    try {
      if (directory.listing().orElse(null) != listing) {
        return page; // moved or refreshed meanwhile: this page tells of another place or time
      }
      PageMerge merge = new PageMerge(this, directory, asked, listing.startedAt(), times);
      merge.mergePage(page);
      if (page.next().isEmpty()) {
        merge.sweep();
      }
    } finally {
      shape.unlock();
    }
    return page;
  }

  // Changes of our own

  /** Enters a file that is not in the store yet. */
  public FileNode addFile(
      DirectoryNode directory, String name, Function<FileNode, FileNode.Content> content) {
    shape.lock();
    try {
      FileNode file = newFile(directory, name, ticker.read(), null);
      file.content(content.apply(file));
      attach(directory, name, file);
      directory.touch(file.mtime());
      return file;
    } finally {
      shape.unlock();
    }
  }

  /** Enters a directory whose marker was just written: nothing can be in it yet. */
  public DirectoryNode addDirectory(DirectoryNode directory, String name, Instant now) {
    shape.lock();
    try {
      long at = ticker.read();
      DirectoryNode made = newDirectory(directory, name, at, now);
      attach(directory, name, made);
      made.listing(Listing.ofNothing(made.key(), at));
      directory.touch(now);
      return made;
    } finally {
      shape.unlock();
    }
  }

  public LinkNode addLink(DirectoryNode directory, String name, ObjectInfo version, String target) {
    shape.lock();
    try {
      LinkNode made = newLink(directory, name, ticker.read(), version);
      made.target(target);
      attach(directory, name, made);
      directory.touch(version.shownTime());
      return made;
    } finally {
      shape.unlock();
    }
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
    shape.lock();
    try {
      DirectoryNode made = newDirectory(directory, name, ticker.read(), bornAt);
      attach(directory, name, made);
      return made;
    } finally {
      shape.unlock();
    }
  }

  /** Takes a name away that was removed from the store, or never was in it. */
  public void remove(Node node, Instant now) {
    shape.lock();
    try {
      detach(node);
      node.parent().bury(node.name(), ticker.read());
      node.parent().touch(now);
    } finally {
      shape.unlock();
    }
  }

  /** Takes back a {@link #remove} that the store refused. */
  public void restore(Node node) {
    shape.lock();
    try {
      attach(node.parent(), node.name(), node);
    } finally {
      shape.unlock();
    }
  }

  /** Moves a node, over whatever has the new name; the node stays the same content lineage. */
  public void move(Node node, DirectoryNode target, String name, Instant now) {
    shape.lock();
    try {
      long at = ticker.read();
      detach(node);
      node.parent().bury(node.name(), at);
      node.parent().touch(now);
      node.place(target, name);
      attach(target, name, node);
      node.confirm(at);
      target.touch(now);
    } finally {
      shape.unlock();
    }
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

  /** Has a directory listed anew at the next look, while what is known stays believed. */
  public void relist(DirectoryNode directory) {
    directory.listing(null);
  }

  /** The store no longer has the version that the node stands for: the next lookup asks. */
  public void doubt(Node node) {
    node.doubt(ticker.read() - options.dirCacheTime().toNanos());
    node.parent().listing(null);
  }

  /** How long a kernel may believe what it is told of an absent name. */
  public Duration absentFor() {
    return options.negativeTimeout();
  }

  // The tree, under the lock

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
    directory.child(name).filter(before -> before != node).ifPresent(this::detach);
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

  boolean isFresh(long at) {
    return ticker.read() - at < options.dirCacheTime().toNanos();
  }

  private boolean isBelieved(Node node) {
    return isFresh(node.confirmedAt()) || node.isPinned();
  }

  private boolean isFreshAbsence(Listing listing) {
    return ticker.read() - listing.startedAt() < options.negativeTimeout().toNanos();
  }
}
