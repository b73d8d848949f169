package io.tpmount.vfs.namespace;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.StoreException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The children of one directory for one reader: those of each page as it arrives, and at the end
 * what the pages did not show, which is what we hold ahead of the store and what other readers'
 * pages brought. Every name comes once. Not safe for concurrent use.
 */
public final class ChildStream {
  private static final Comparator<Node> BY_NAME = Comparator.comparing(Node::name);

  private final DirectoryNode directory;
  private final String prefix;
  private final Listing listing;
  private final Set<String> given = new HashSet<>();
  private boolean ended;

  ChildStream(DirectoryNode directory, Listing listing) {
    this.directory = directory;
    this.prefix = directory.key();
    this.listing = listing;
  }

  /** The next children; empty at the end. */
  public List<Node> next() throws StoreException, InterruptedException {
    List<Node> nodes = List.of();
    while (nodes.isEmpty() && !ended) {
      nodes = listing.isComplete() ? rest() : nextPage();
    }
    return nodes;
  }

  private List<Node> rest() {
    ended = true;
    return notYetGiven(directory.children().stream());
  }

  private List<Node> nextPage() throws StoreException, InterruptedException {
    Optional<ListPage> page = Await.shared(listing.advance(listing.progress()));
    return page.isEmpty() ? List.of() : notYetGiven(childrenOn(page.get()));
  }

  private Stream<Node> childrenOn(ListPage page) {
    Stream<Optional<String>> directories =
        page.commonPrefixes().stream().map(common -> Keys.nameOfPrefix(prefix, common));
    Stream<Optional<String>> objects =
        page.objects().stream()
            .map(object -> object.key().value())
            .filter(key -> !key.equals(prefix))
            .map(key -> Keys.nameOfObject(prefix, key));
    return Stream.concat(directories, objects)
        .flatMap(Optional::stream)
        .flatMap(name -> directory.child(name).stream());
  }

  private List<Node> notYetGiven(Stream<Node> nodes) {
    return nodes.filter(node -> given.add(node.name())).sorted(BY_NAME).toList();
  }
}
