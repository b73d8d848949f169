package io.tpmount.vfs.intent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.intent.KeyOrder.Turn;
import io.tpmount.vfs.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An intent on its way: in the journal, with its place in the order of its keys. */
public final class Pending {
  /** How far it is. */
  enum Stage {
    /** Names and files do not show it yet. */
    PREPARED,
    /** It may start any moment, and can still be withdrawn. */
    WAITING,
    UNDER_WAY
  }

  private final long number;
  private final Intent intent;
  private final Turn turn;
  private final CompletableFuture<Void> ready;
  private final Follower follower;
  private final Intents owner;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  @GuardedBy("this")
  private Stage stage = Stage.PREPARED;

  /** Fails with each try that does. */
  @GuardedBy("this")
  private CompletableFuture<Void> attempt = new CompletableFuture<>();

  @GuardedBy("this")
  private Optional<StoreException> failure = Optional.empty();

  /**
   * @param after what has to end first, beside earlier changes of the same keys
   */
  Pending(
      long number,
      Intent intent,
      Turn turn,
      List<? extends CompletableFuture<?>> after,
      Follower follower,
      Intents owner) {
    this.number = number;
    this.intent = intent;
    this.turn = turn;
    CompletableFuture<Void> ended =
        CompletableFuture.allOf(after.toArray(CompletableFuture<?>[]::new));
    // However those ended: they are over.
    this.ready = turn.ready().thenCombine(ended.handle((_, _) -> true), (_, _) -> null);
    this.follower = follower;
    this.owner = owner;
  }

  long number() {
    return number;
  }

  Intent intent() {
    return intent;
  }

  Follower follower() {
    return follower;
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Names and files show it: the store may hear of it. */
  public void start() {
    if (proceed(Stage.PREPARED, Stage.WAITING)) {
      owner.started(this);
    }
  }

  /** Does not wait for others to go with it. */
  public void hurry() {
    owner.hurry(this);
  }

  /** Takes back what neither names nor files show; not after {@link #start}. */
  public void abandon() {
    owner.ended(this);
    complete();
  }

  /** Done when the store has made it; fails with a {@link StoreException} when it refuses. */
  public CompletableFuture<Void> done() {
    return done.copy();
  }

  synchronized boolean proceed(Stage from, Stage to) {
    if (stage != from) {
      return false;
    }
    stage = to;
    return true;
  }

  /** Done when the store has made it; fails when the present try does. */
  public synchronized CompletableFuture<Void> attempt() {
    return attempt.copy();
  }

  /** Why the last try failed, if it did. */
  synchronized Optional<StoreException> failure() {
    return failure;
  }

  void failed(StoreException cause) {
    CompletableFuture<Void> failed;
    synchronized (this) {
      failed = attempt;
      attempt = new CompletableFuture<>();
      failure = Optional.of(cause);
    }
    failed.completeExceptionally(cause);
  }

  void complete() {
    turn.close();
    done.complete(null);
    current().complete(null);
  }

  void refused(StoreException cause) {
    turn.close();
    done.completeExceptionally(cause);
    current().complete(null);
  }

  private synchronized CompletableFuture<Void> current() {
    return attempt;
  }
}
