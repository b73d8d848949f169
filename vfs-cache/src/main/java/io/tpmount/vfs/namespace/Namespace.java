package io.tpmount.vfs.namespace;

import com.google.common.base.Ticker;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What is known of the names in a {@link Tree}, and asking the store for what is not.
 *
 * <p>A name is believed to be there for {@code dirCacheTime} after the store, or a change of our
 * own, last showed it; to be absent while a listing covers it, but for {@code negativeTimeout}
 * only, because ranks poll for files that others write. What is open or not yet uploaded stays
 * whatever a listing says.
 *
 * <p>Methods that may wait say so by throwing {@link InterruptedException} and are called on
 * virtual threads.
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
  private final Function<String, CompletableFuture<Void>> settled;
  private final Ticker ticker;
  private final AbsentNames absent;
  private final Tree tree;
  private final Walks walks;

  /**
   * @param knownTimes the times this machine has already shown for some of a page's objects
   * @param settled of a prefix, done when what the store lists below it can be believed
   */
  public Namespace(
      ObjectStore store,
      NamespaceOptions options,
      Function<List<ObjectInfo>, Map<ObjectKey, Instant>> knownTimes,
      Function<String, CompletableFuture<Void>> settled,
      Ticker ticker,
      Instant bornAt) {
    this.store = store;
    this.options = options;
    this.knownTimes = knownTimes;
    this.settled = settled;
    this.ticker = ticker;
    this.absent = new AbsentNames(options.negativeTimeout(), ticker);
    this.tree = new Tree(absent, ticker, bornAt);
    this.walks = new Walks(store, ticker, tree);
  }

  public Tree tree() {
    return tree;
  }

  // Looking up

  /** What is known of a name now. Never waits. */
  public Known peek(DirectoryNode directory, String name) {
    Known known = look(directory, name);
    // Between an old version's node and the new one's there is none for a moment.
    return known instanceof Known.Absent ? tree.change(() -> look(directory, name)) : known;
  }

  private Known look(DirectoryNode directory, String name) {
    Optional<Node> child = directory.child(name);
    if (child.isPresent()) {
      // Once doubted it is not absent: a refresh may have come after the listing that showed it.
      return isBelieved(child.get()) ? new Known.Present(child.get()) : new Known.Unknown();
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
    if (peek(directory, name) instanceof Known.Present(Node node)) {
      return Optional.of(node);
    }
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
    Optional<Node> found = Optional.empty();
    if (!listing.covers(name) && !directory.mayAskForOne(listing)) {
      listAll(directory);
    } else if (!listing.covers(name) || directory.mayAskAgain()) {
      found = ask(directory, name);
    }
    if (found.isEmpty()) {
      // Whatever the time that listings are believed: this one is an answer to this call.
      found = tree.change(() -> shownBy(directory, listing, name));
    }
    if (found.isEmpty() && isDropped(directory, listing)) {
      found = ask(directory, name);
    }
    if (found.isEmpty()) {
      absent.add(directory, name);
    }
    return found;
  }

  private static Optional<Node> shownBy(DirectoryNode directory, Listing listing, String name) {
    return isDropped(directory, listing) ? Optional.empty() : directory.child(name);
  }

  /** A refresh came between: what the listing's pages showed since was not entered, or doubted. */
  private static boolean isDropped(DirectoryNode directory, Listing listing) {
    return directory.listing().filter(current -> current == listing).isEmpty();
  }

  /**
   * Asks the store for one name in all its forms, and enters what it says.
   *
   * @return the node, which a refresh may have made doubtful again since
   */
  private Optional<Node> ask(DirectoryNode directory, String name)
      throws StoreException, InterruptedException {
    Await.shared(settled.apply(directory.key()));
    long asked = ticker.read();
    SingleName.Answer answer = new SingleName(store).ask(directory.key(), name);
    Map<ObjectKey, Instant> times = knownTimes.apply(answer.objects());
    PageMerge merge = new PageMerge(tree, directory, asked, asked, times);
    return tree.change(
        () -> {
          merge.mergeOne(name, answer);
          return directory.child(name);
        });
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
    // Alone: a page that comes in the middle would find gone what it has just shown.
    tree.change(() -> doubtAll(directory));
    tree.forgetAbsent();
  }

  private void doubtAll(DirectoryNode directory) {
    long longAgo = ticker.read() - options.dirCacheTime().toNanos();
    directory.listing(null);
    for (Node child : directory.children()) {
      child.doubt(longAgo);
      tree.invalidate(child);
      if (child instanceof DirectoryNode below) {
        doubtAll(below);
      }
    }
  }

  /** For how long what is known of a node is still believed; a pinned one is known for sure. */
  public Duration believedFor(Node node) {
    if (node.isPinned()) {
      return options.dirCacheTime();
    }
    long left = options.dirCacheTime().toNanos() - (ticker.read() - node.confirmedAt());
    return Duration.ofNanos(Math.max(0, left));
  }

  /**
   * The store no longer has the version that the node stands for: the next look at the name asks.
   */
  public void doubt(Node node) {
    tree.change(
        () -> {
          node.doubt(ticker.read() - options.dirCacheTime().toNanos());
          node.parent().listing(null);
        });
    tree.invalidate(node);
  }

  /** Whether the store last showed the node longer ago. */
  public boolean isOlderThan(Node node, Duration age) {
    return ticker.read() - node.confirmedAt() > age.toNanos();
  }

  private Optional<Listing> validListing(DirectoryNode directory) {
    return directory.listing().filter(listing -> isFresh(listing.startedAt()));
  }

  private Listing currentListing(DirectoryNode directory) {
    return validListing(directory)
        .orElseGet(
            () ->
                tree.change(
                    () -> validListing(directory).orElseGet(() -> beginListing(directory))));
  }

  private Listing beginListing(DirectoryNode directory) {
    CompletableFuture<Void> before = settled.apply(directory.key());
    Optional<FlatWalk> walk = before.isDone() ? walks.over(directory) : Optional.empty();
    long startedAt = walk.map(FlatWalk::startedAt).orElseGet(ticker::read);
    Listing listing =
        new Listing(
            directory.key(),
            startedAt,
            (self, request) ->
                settled
                    .apply(directory.key())
                    .thenCompose(
                        _ -> {
                          long asked = walk.isPresent() ? startedAt : ticker.read();
                          return page(walk, request)
                              .thenApply(page -> merge(directory, self, page, asked));
                        }));
    directory.listing(listing);
    return listing;
  }

  private CompletableFuture<ListPage> page(Optional<FlatWalk> walk, ListRequest request) {
    if (walk.isEmpty() || request.continuation().isPresent()) {
      return store.list(request);
    }
    return walk.get()
        .pageOf(request.prefix())
        .thenCompose(
            page ->
                page.map(CompletableFuture::completedFuture).orElseGet(() -> store.list(request)));
  }

  private ListPage merge(DirectoryNode directory, Listing listing, ListPage page, long asked) {
    Map<ObjectKey, Instant> times = knownTimes.apply(page.objects());
    PageMerge merge = new PageMerge(tree, directory, asked, listing.startedAt(), times);
    tree.change(
        () -> {
          // Else moved or refreshed meanwhile: the page tells of another place or time.
          if (directory.listing().filter(current -> current == listing).isPresent()) {
            merge.mergePage(page);
          }
        });
    return page;
  }

  private boolean isFresh(long at) {
    return ticker.read() - at < options.dirCacheTime().toNanos();
  }

  private boolean isBelieved(Node node) {
    return isFresh(node.confirmedAt()) || node.isKept();
  }

  private boolean isFreshAbsence(Listing listing) {
    return ticker.read() - listing.startedAt() < options.negativeTimeout().toNanos();
  }
}
