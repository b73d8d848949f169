package io.tpmount.vfs.namespace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Listings of many directories out of few requests: one listing without delimiter of everything
 * below a directory, cut into the pages that a listing of each single directory would have given.
 *
 * <p>It goes forward only, in the order of keys, which is the order of a walk. What lies behind it,
 * or would take too many pages to reach, it does not know; then a directory is listed by itself.
 */
final class FlatWalk {
  /** Pages read for one directory at the most: what lies deep below it is not worth more. */
  private static final int MOST_PAGES = 8;

  /** Directories that were passed and not asked for yet; the oldest are forgotten. */
  private static final int MOST_KEPT = 10_000;

  /** A directory whose keys are being passed. */
  private record Group(String prefix, List<ObjectInfo> objects, List<String> below) {
    Group(String prefix) {
      this(prefix, new ArrayList<>(), new ArrayList<>());
    }

    ListPage page() {
      return new ListPage(objects, below, Optional.empty());
    }
  }

  private final Function<ListRequest, CompletableFuture<ListPage>> store;
  private final long startedAt;

  @GuardedBy("this")
  private final Deque<Group> open = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, ListPage> passed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ListPage> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** Empty when there is nothing more. */
  @GuardedBy("this")
  private Optional<ListRequest> next;

  @GuardedBy("this")
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  /**
   * @param root everything below is passed, from {@code first} on
   * @param first a directory below, with its slash
   */
  FlatWalk(
      String root,
      String first,
      long startedAt,
      Function<ListRequest, CompletableFuture<ListPage>> store) {
    this.store = store;
    this.startedAt = startedAt;
    this.open.push(new Group(root));
    // The first key that can matter is the first directory's marker, which nobody needs.
    this.next =
        Optional.of(
            new ListRequest(
                root,
                ListRequest.Shape.FLAT,
                ListRequest.MAX_KEYS,
                Optional.empty(),
                Optional.of(first)));
  }

  /** What it tells is as old as this, in ticks. */
  long startedAt() {
    return startedAt;
  }

  /** The whole listing of a directory; empty when it has to be asked for by itself. */
  CompletableFuture<Optional<ListPage>> pageOf(String prefix) {
    return pageOf(prefix, MOST_PAGES);
  }

  private CompletableFuture<Optional<ListPage>> pageOf(String prefix, int pages) {
    CompletableFuture<Void> step;
    synchronized (this) {
      ListPage known = passed.remove(prefix);
      if (known != null) {
        return CompletableFuture.completedFuture(Optional.of(known));
      }
      if (pages == 0 || isBehind(prefix) || (next.isEmpty() && underWay.isDone())) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      step = underWay.isDone() ? advance() : underWay;
    }
    return step.thenCompose(_ -> pageOf(prefix, pages - 1));
  }

  @GuardedBy("this")
  private CompletableFuture<Void> advance() {
    ListRequest request = next.orElseThrow();
    underWay = store.apply(request).thenAccept(page -> pass(request, page));
    return underWay;
  }

  /** Whether the keys of a directory have been passed and forgotten, or never were looked at. */
  @GuardedBy("this")
  private boolean isBehind(String prefix) {
    boolean beingPassed = open.stream().anyMatch(group -> group.prefix.equals(prefix));
    return !beingPassed && ObjectKey.LIST_ORDER.compare(prefix, open.peek().prefix) < 0;
  }

  private synchronized void pass(ListRequest request, ListPage page) {
    for (ObjectInfo object : page.objects()) {
      enter(object.key().value());
      open.peek().objects.add(object);
    }
    next = page.next().map(request::after);
    if (next.isEmpty()) {
      while (!open.isEmpty() && open.size() > 1) {
        leave();
      }
    }
  }

  /** Leaves the directories that the key is not in, and enters those that it is in. */
  @GuardedBy("this")
  private void enter(String key) {
    while (!key.startsWith(open.peek().prefix)) {
      leave();
    }
    int from = open.peek().prefix.length();
    for (int slash = key.indexOf('/', from); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      String prefix = key.substring(0, slash + 1);
      open.peek().below.add(prefix);
      open.push(new Group(prefix));
    }
  }

  @GuardedBy("this")
  private void leave() {
    Group group = open.pop();
    passed.put(group.prefix, group.page());
  }
}
