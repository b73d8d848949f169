package io.tpmount.vfs.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * So many uploads at a time, in the order they came. A quarter of the places is for small files
 * alone, so that a thousand small ones do not wait for a dozen checkpoints; who is in a hurry waits
 * for no place.
 */
final class Places {
  /** What an upload will take. */
  enum Size {
    /** One request. */
    SMALL,
    /** Parts. */
    BIG
  }

  @GuardedBy("this")
  private int free;

  @GuardedBy("this")
  private int freeForBig;

  @GuardedBy("this")
  private final Deque<Place> waiting = new ArrayDeque<>();

  Places(int places) {
    this.free = places;
    this.freeForBig = Math.max(1, places - places / 4);
  }

  /** A place, or the wait for one; whoever took it closes it. */
  final class Place implements AutoCloseable {
    private final Size size;
    private final CompletableFuture<Void> given = new CompletableFuture<>();

    private Place(Size size) {
      this.size = size;
    }

    void await() throws InterruptedException {
      try {
        given.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isGiven() {
      return given.isDone();
    }

    /** Over the limit, if need be. */
    void hurry() {
      overtake(this);
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }

  Place take(Size size) {
    Place place = new Place(size);
    synchronized (this) {
      waiting.add(place);
    }
    serve();
    return place;
  }

  private void overtake(Place place) {
    synchronized (this) {
      if (!waiting.remove(place)) {
        return;
      }
      occupy(place);
    }
    place.given.complete(null);
  }

  private void giveBack(Place place) {
    synchronized (this) {
      if (!waiting.remove(place)) {
        free++;
        freeForBig += place.size == Size.BIG ? 1 : 0;
      }
    }
    serve();
  }

  private void serve() {
    List<Place> served = new ArrayList<>();
    synchronized (this) {
      for (Iterator<Place> next = waiting.iterator(); free > 0 && next.hasNext(); ) {
        Place place = next.next();
        if (place.size == Size.SMALL || freeForBig > 0) {
          next.remove();
          occupy(place);
          served.add(place);
        }
      }
    }
    served.forEach(place -> place.given.complete(null));
  }

  @GuardedBy("this")
  private void occupy(Place place) {
    free--;
    freeForBig -= place.size == Size.BIG ? 1 : 0;
  }
}
