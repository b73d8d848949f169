package io.tpmount.vfs.intent;

import com.google.common.util.concurrent.Uninterruptibles;
import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has intents carried out by the store, each on a virtual thread, again and again if need be. */
final class Execution {
  private static final Logger log = LoggerFactory.getLogger(Execution.class);

  /** The longest wait between two tries: a store that is back is noticed within that. */
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final StoreSteps steps;
  private final Semaphore places;
  private final Intents owner;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Execution(ObjectStore store, int atATime, Intents owner) {
    this.steps = new StoreSteps(store, atATime);
    this.places = new Semaphore(atATime);
    this.owner = owner;
  }

  /** Carries out one when it is its turn. */
  void launch(Pending one) {
    if (one.proceed(Pending.Stage.WAITING, Pending.Stage.UNDER_WAY)) {
      var _ = one.ready().thenRun(() -> begin(() -> carryOut(one)));
    }
  }

  /** Carries out deletes: those whose turn it is together, the others when it is theirs. */
  void delete(List<Pending> deletes) {
    List<Pending> mine =
        deletes.stream()
            .filter(one -> one.proceed(Pending.Stage.WAITING, Pending.Stage.UNDER_WAY))
            .toList();
    Map<Boolean, List<Pending>> byTurn =
        mine.stream().collect(Collectors.partitioningBy(one -> one.ready().isDone()));
    if (!byTurn.get(true).isEmpty()) {
      begin(() -> deleteTogether(byTurn.get(true)));
    }
    for (Pending late : byTurn.get(false)) {
      var _ = late.ready().thenRun(() -> begin(() -> deleteTogether(List.of(late))));
    }
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  private void begin(Task task) {
    Thread thread =
        Thread.ofVirtual()
            .name("intent")
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } catch (InterruptedException e) {
                    log.debug("left for the next start");
                  } finally {
                    threads.remove(Thread.currentThread());
                  }
                });
    threads.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
  }

  private void carryOut(Pending one) throws InterruptedException {
    places.acquire();
    try {
      untilDone(List.of(one), () -> steps.carryOut(one));
    } finally {
      places.release();
    }
  }

  private void deleteTogether(List<Pending> deletes) throws InterruptedException {
    List<ObjectKey> keys =
        deletes.stream()
            .flatMap(one -> ((Effect.Delete) one.intent().effect()).keys().stream())
            .toList();
    untilDone(
        deletes,
        () -> {
          deletes.getFirst().follower().beforeDelete(keys);
          steps.delete(keys);
        });
  }

  private interface Step {
    void run() throws StoreException, IOException, InterruptedException;
  }

  private void untilDone(List<Pending> all, Step step) throws InterruptedException {
    int failures = 0;
    while (true) {
      Optional<StoreException> failure = attempt(step);
      if (failure.isEmpty()) {
        all.forEach(this::done);
        return;
      }
      if (StoreSteps.isRefusal(failure.get().error())) {
        refused(all, failure.get());
        return;
      }
      Duration wait = retryAfter(failures++);
      log.error(
          "{} failed, next try in {} s: {}",
          words(all),
          wait.toSeconds(),
          failure.get().error().detail());
      all.forEach(one -> one.failed(failure.get()));
      Thread.sleep(wait);
    }
  }

  private static String words(List<Pending> all) {
    return all.getFirst().intent().effect().words()
        + (all.size() == 1 ? "" : " and " + (all.size() - 1) + " more");
  }

  /** A failure of this machine's disk, or of this program, is tried again as well. */
  private static Optional<StoreException> attempt(Step step) throws InterruptedException {
    try {
      step.run();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e);
    } catch (IOException | RuntimeException e) {
      log.warn("A change of names", e);
      return Optional.of(
          new StoreException(
              new StoreError.Unavailable(
                  new StoreError.Detail("change of names", e.toString(), Optional.empty()))));
    }
  }

  private void done(Pending one) {
    one.follower().done();
    owner.done(one);
    one.complete();
  }

  /** Of several the guilty ones are found one by one. */
  private void refused(List<Pending> all, StoreException cause) throws InterruptedException {
    if (all.size() > 1) {
      for (Pending one : all) {
        deleteTogether(List.of(one));
      }
      return;
    }
    Pending one = all.getFirst();
    log.error(
        "The store refuses the {}, which is undone: {}",
        one.intent().effect().words(),
        cause.error().detail());
    one.follower().refused(cause.error());
    owner.refused(one.intent().effect(), cause);
    owner.ended(one);
    one.refused(cause);
  }

  /** Doubles from one second on. */
  private static Duration retryAfter(int failures) {
    Duration wait = Duration.ofSeconds(1L << Math.min(failures, 10));
    return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
  }

  /** Stops what is under way, and returns when nothing is. */
  void close() {
    closed = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      Uninterruptibles.joinUninterruptibly(thread);
    }
  }
}
