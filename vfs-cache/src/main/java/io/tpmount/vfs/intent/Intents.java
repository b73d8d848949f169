package io.tpmount.vfs.intent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of names that are answered for and carried out behind the answer: each is in the {@link
 * Journal} before it shows anywhere, starts soon, in the order of its keys, is tried until the
 * store has made it or refuses it, and is begun again by the next start if this one is killed. Safe
 * for concurrent calls.
 */
public final class Intents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Intents.class);

  /** Long enough for a directory that is removed as soon as it was made. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final Journal journal;
  private final KeyOrder order;
  private final Leaving leaving = new Leaving();
  private final Execution execution;
  private final DeleteBatches deletes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("intents").factory());

  @GuardedBy("this")
  private final Map<Long, Pending> pending = new LinkedHashMap<>();

  /** Directories that are to be made, and could still be unmade without a request. */
  @GuardedBy("this")
  private final Map<ObjectKey, Pending> making = new LinkedHashMap<>();

  /** Those of an earlier run: until they are done no listing can be believed. */
  @GuardedBy("this")
  private final Map<Long, Pending> replayed = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Refusals refusals = new Refusals();

  @GuardedBy("this")
  private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

  private Intents(Journal journal, KeyOrder order, ObjectStore store, int atATime) {
    this.journal = journal;
    this.order = order;
    this.execution = new Execution(store, atATime, this);
    this.deletes = new DeleteBatches(timer, execution::delete);
  }

  /**
   * @param atATime requests of one kind, and copies of one directory
   */
  public static Intents open(Path journal, KeyOrder order, ObjectStore store, int atATime)
      throws IOException {
    return new Intents(Journal.open(journal), order, store, atATime);
  }

  // Making

  /**
   * Answers for an intent. The caller then shows it and starts it, or abandons it.
   *
   * @param after what has to end before
   */
  public Pending prepare(
      Intent intent, List<? extends CompletableFuture<?>> after, Follower follower)
      throws IOException {
    synchronized (this) {
      // One lock over both: the journal has the intents in the order of their turns.
      return enter(journal.begin(intent), intent, after, follower);
    }
  }

  @GuardedBy("this")
  private Pending enter(
      long number, Intent intent, List<? extends CompletableFuture<?>> after, Follower follower) {
    Pending entered =
        new Pending(number, intent, order.take(intent.effect().reach()), after, follower, this);
    if (drained.isDone()) {
      drained = new CompletableFuture<>();
    }
    pending.put(number, entered);
    leaving.add(intent.effect());
    if (intent.effect() instanceof Effect.MakeDirectory(ObjectKey marker, _)) {
      making.put(marker, entered);
    }
    return entered;
  }

  /** What an earlier run left, in order: what it did to files in the cache is to be done again. */
  public Collection<Intent> left() {
    return journal.pending().values();
  }

  /**
   * Takes up what an earlier run left, for the caller to start. To be called once, before anything
   * is prepared.
   */
  public synchronized List<Pending> resume(Follower follower) {
    for (Map.Entry<Long, Intent> left : journal.pending().entrySet()) {
      Pending entered = enter(left.getKey(), left.getValue(), List.of(), follower);
      replayed.put(left.getKey(), entered);
    }
    if (!replayed.isEmpty()) {
      log.info(
          "{} changes of names of an earlier run are not made yet; making them", replayed.size());
    }
    return List.copyOf(replayed.values());
  }

  void started(Pending started) {
    if (started.intent().effect() instanceof Effect.Delete) {
      deletes.add(started);
    } else {
      schedule(started);
    }
  }

  void hurry(Pending started) {
    if (started.intent().effect() instanceof Effect.Delete) {
      deletes.flush();
    } else {
      execution.launch(started);
    }
  }

  private void schedule(Pending started) {
    try {
      var _ = timer.schedule(() -> execution.launch(started), SOON.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("left for the next start: {}", started.intent().effect().words());
    }
  }

  /**
   * Takes back the making of a directory that the store has not heard of.
   *
   * @return whether there was one: then the store needs no request
   */
  public boolean unmake(ObjectKey marker) {
    Pending made;
    synchronized (this) {
      made = making.get(marker);
    }
    if (made == null || !made.proceed(Pending.Stage.WAITING, Pending.Stage.UNDER_WAY)) {
      return false;
    }
    ended(made);
    made.complete();
    return true;
  }

  // Asking

  /** Whether an object is to be deleted. */
  public boolean isLeaving(ObjectKey key) {
    return leaving.contains(key);
  }

  /**
   * Done when a listing below a prefix can be believed; fails as the listing would, when the store
   * fails those that stand in its way.
   */
  public CompletableFuture<Void> settled(String prefix) {
    List<Pending> before = new ArrayList<>();
    synchronized (this) {
      if (replayed.isEmpty() && !leaving.hasTrees()) {
        return CompletableFuture.completedFuture(null);
      }
      before.addAll(replayed.values());
      pending.values().stream().filter(one -> movesTree(one, prefix)).forEach(before::add);
    }
    return CompletableFuture.allOf(
        before.stream().map(Pending::attempt).toArray(CompletableFuture<?>[]::new));
  }

  private static boolean movesTree(Pending one, String prefix) {
    return one.intent().effect() instanceof Effect.MoveTree(String from, String to)
        && (prefix.startsWith(from) || prefix.startsWith(to));
  }

  /** Starts all that touches a key below the prefix, and is done when the store has made it. */
  public CompletableFuture<Void> flush(String prefix) {
    List<Pending> touching;
    Reach below = Reach.below(prefix);
    synchronized (this) {
      touching =
          pending.values().stream()
              .filter(one -> prefix.isEmpty() || meets(one.intent().effect(), below))
              .toList();
    }
    flush();
    return CompletableFuture.allOf(
        touching.stream().map(Pending::done).toArray(CompletableFuture<?>[]::new));
  }

  private static boolean meets(Effect effect, Reach below) {
    return effect.reach().stream().anyMatch(below::meets);
  }

  /** Starts all, and is done when none is left. */
  public CompletableFuture<Void> drain() {
    CompletableFuture<Void> none;
    synchronized (this) {
      none = drained.copy();
    }
    flush();
    return none;
  }

  private void flush() {
    List<Pending> all;
    synchronized (this) {
      all = List.copyOf(pending.values());
    }
    deletes.flush();
    all.stream()
        .filter(one -> !(one.intent().effect() instanceof Effect.Delete))
        .forEach(execution::launch);
  }

  /** How many are not done. */
  public synchronized int size() {
    return pending.size();
  }

  /** Why the store has not made, or has refused, what touches a key below the prefix, if so. */
  public synchronized Optional<String> troubleBelow(String prefix) {
    Reach below = Reach.below(prefix);
    Optional<String> failing =
        pending.values().stream()
            .filter(one -> one.failure().isPresent() && meets(one.intent().effect(), below))
            .map(one -> one.failure().get().error().detail().toString())
            .findFirst();
    return failing.or(() -> refusals.below(below));
  }

  /** The store will not make it, and it is taken back. */
  synchronized void refused(Effect effect, StoreException cause) {
    refusals.add(effect, cause.error().detail().toString());
  }

  /** The store has made it. */
  void done(Pending done) {
    synchronized (this) {
      refusals.forgive(done.intent().effect());
    }
    ended(done);
  }

  /** Out of the journal, and of all that is remembered here. */
  void ended(Pending ended) {
    try {
      journal.end(ended.number());
    } catch (IOException e) {
      log.warn("Will be done again by the next start: {}", ended.intent().effect().words(), e);
    }
    leaving.remove(ended.intent().effect());
    synchronized (this) {
      pending.remove(ended.number());
      replayed.remove(ended.number());
      if (ended.intent().effect() instanceof Effect.MakeDirectory(ObjectKey marker, _)) {
        making.remove(marker, ended);
      }
      if (pending.isEmpty()) {
        drained.complete(null);
      }
    }
  }

  /** Stops at once; what is not done stays in the journal for the next start. */
  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    execution.close();
    journal.close();
  }
}
