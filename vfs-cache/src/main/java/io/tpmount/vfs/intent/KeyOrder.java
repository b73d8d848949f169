package io.tpmount.vfs.intent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Lets those who change objects of the store have their turns, per key in the order in which they
 * asked: first come, first served, and who changes a whole subtree waits for everyone in it, as
 * everyone in it waits for him. Others are not held up.
 *
 * <p>A turn is asked for at once with all that it reaches, so turns wait for earlier ones only and
 * can't wait for each other. Who has a turn must not wait for another one.
 *
 * <p>For each key and subtree only the last turn is kept: it is behind all before it. Safe for
 * concurrent calls.
 */
public final class KeyOrder {
  @GuardedBy("this")
  private final NavigableMap<String, Turn> lastOfKey = new TreeMap<>();

  @GuardedBy("this")
  private final NavigableMap<String, Turn> lastOfSubtree = new TreeMap<>();

  /** A place in the order. Whoever took it closes it, whether his turn has come or not. */
  public static final class Turn implements AutoCloseable {
    private final List<Reach> reach;
    private final CompletableFuture<Void> ready;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> over;

    private Turn(List<Reach> reach, Set<Turn> before) {
      this.reach = reach;
      this.ready =
          CompletableFuture.allOf(
              before.stream().map(turn -> turn.over).toArray(CompletableFuture<?>[]::new));
      // One that gave up still stands between those before and those behind it.
      this.over = CompletableFuture.allOf(ready, closed);
    }

    /** Done when it is this one's turn; never fails. */
    public CompletableFuture<Void> ready() {
      return ready.copy();
    }

    public boolean isReady() {
      return ready.isDone();
    }

    /** Waits until it is this one's turn, on a thread that may wait. */
    public void await() throws InterruptedException {
      try {
        ready.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The next may go on, if all before have ended too. Idempotent. */
    @Override
    public void close() {
      closed.complete(null);
    }
  }

  /** Takes the next place for all that is reached. Never waits. */
  public Turn take(Reach... reach) {
    return take(List.of(reach));
  }

  /** The same. */
  public Turn take(List<Reach> reach) {
    Turn turn = enter(List.copyOf(reach));
    var _ = turn.over.thenRun(() -> leave(turn));
    return turn;
  }

  private synchronized Turn enter(List<Reach> reach) {
    Set<Turn> before = new HashSet<>();
    reach.forEach(one -> collect(one, before));
    Turn turn = new Turn(reach, before);
    for (Reach one : reach) {
      switch (one) {
        case Reach.Key(var key) -> lastOfKey.put(key.value(), turn);
        case Reach.Below(String prefix) -> lastOfSubtree.put(prefix, turn);
      }
    }
    return turn;
  }

  @GuardedBy("this")
  private void collect(Reach reach, Set<Turn> before) {
    switch (reach) {
      case Reach.Key(var key) -> {
        Turn same = lastOfKey.get(key.value());
        if (same != null) {
          before.add(same);
        }
        collectAround(key.value(), before);
      }
      case Reach.Below(String prefix) -> {
        before.addAll(within(lastOfKey, prefix));
        before.addAll(within(lastOfSubtree, prefix));
        collectAround(prefix, before);
      }
    }
  }

  /** The subtrees that a key or prefix lies in. */
  @GuardedBy("this")
  private void collectAround(String key, Set<Turn> before) {
    if (lastOfSubtree.isEmpty()) {
      return;
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      Turn around = lastOfSubtree.get(key.substring(0, slash + 1));
      if (around != null) {
        before.add(around);
      }
    }
  }

  /** What begins with a prefix stands together in any order of strings. */
  private static List<Turn> within(NavigableMap<String, Turn> turns, String prefix) {
    return turns.tailMap(prefix, true).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  private synchronized void leave(Turn turn) {
    for (Reach one : turn.reach) {
      switch (one) {
        case Reach.Key(var key) -> lastOfKey.remove(key.value(), turn);
        case Reach.Below(String prefix) -> lastOfSubtree.remove(prefix, turn);
      }
    }
  }

  /** Whether nobody has or awaits a turn. */
  synchronized boolean isEmpty() {
    return lastOfKey.isEmpty() && lastOfSubtree.isEmpty();
  }
}
