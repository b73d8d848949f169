package io.tpmount.vfs.namespace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * One listing of a directory, taken page by page. A page is asked for once, however many wait for
 * it, and goes on when a waiter gives up. After a failed page the next call asks again.
 */
final class Listing {
  /** How far a listing has come. */
  sealed interface Progress {
    /** No page yet. */
    record Nothing() implements Progress {}

    /** Every key up to and including {@code last} is known. */
    record UpTo(String last, String token) implements Progress {}

    record Everything() implements Progress {}
  }

  private final String prefix;
  private final long startedAt;
  private final BiFunction<Listing, ListRequest, CompletableFuture<ListPage>> pages;

  private volatile Progress progress = new Progress.Nothing();

  @GuardedBy("this")
  private CompletableFuture<ListPage> inFlight;

  Listing(
      String prefix,
      long startedAt,
      BiFunction<Listing, ListRequest, CompletableFuture<ListPage>> pages) {
    this.prefix = prefix;
    this.startedAt = startedAt;
    this.pages = pages;
  }

  /** The listing of a directory that was just made. */
  static Listing ofNothing(String prefix, long startedAt) {
    Listing listing =
        new Listing(
            prefix,
            startedAt,
            (_, _) -> {
              throw new IllegalStateException("nothing to list");
            });
    listing.progress = new Progress.Everything();
    return listing;
  }

  /** The same of a directory that now has another key; empty when not all of it is known. */
  Optional<Listing> of(String moved) {
    if (!isComplete()) {
      return Optional.empty();
    }
    return Optional.of(ofNothing(moved, startedAt));
  }

  /** When it was begun, in ticks: what it does not show may have been made since. */
  long startedAt() {
    return startedAt;
  }

  Progress progress() {
    return progress;
  }

  boolean isComplete() {
    return progress instanceof Progress.Everything;
  }

  /**
   * Whether a name that was not listed is absent: every form it could be listed in has been passed.
   */
  boolean covers(String name) {
    return switch (progress) {
      case Progress.Nothing _ -> false;
      // Of NAME, NAME.rclonelink and NAME/ the last in order is NAME/.
      case Progress.UpTo(String last, _) ->
          ObjectKey.LIST_ORDER.compare(last, prefix + name + "/") >= 0;
      case Progress.Everything _ -> true;
    };
  }

  /**
   * The next page, already merged into the tree when the future is done.
   *
   * @param seen where the caller believes the listing to be; if it has moved on, the answer is
   *     empty at once
   */
  synchronized CompletableFuture<Optional<ListPage>> advance(Progress seen) {
    if (!seen.equals(progress) || isComplete()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (inFlight == null || inFlight.isDone()) {
      // Done, yet nothing has moved: it failed.
      inFlight = pages.apply(this, request()).thenApply(this::settle);
    }
    return inFlight.thenApply(Optional::of);
  }

  private ListRequest request() {
    ListRequest first = ListRequest.oneLevel(prefix);
    return progress instanceof Progress.UpTo(_, String token) ? first.after(token) : first;
  }

  private ListPage settle(ListPage page) {
    progress =
        page.next().isPresent()
            ? new Progress.UpTo(lastKey(page), page.next().get())
            : new Progress.Everything();
    return page;
  }

  /**
   * The greater of the last object and the last common prefix; an empty page leaves things as they
   * were.
   */
  private String lastKey(ListPage page) {
    String before = progress instanceof Progress.UpTo(String last, _) ? last : "";
    String object = page.objects().isEmpty() ? before : last(page).key().value();
    String common = page.commonPrefixes().isEmpty() ? before : page.commonPrefixes().getLast();
    return ObjectKey.LIST_ORDER.compare(object, common) >= 0 ? object : common;
  }

  private static ObjectInfo last(ListPage page) {
    return page.objects().getLast();
  }
}
