package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CallTest {
  private final Calls calls = new Calls();

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void cancel_waitingTask_isInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> result =
        calls.start(
            "wait",
            call -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return null;
            });
    begun.await();
    result.cancel(true);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancel_insideCallersCode_isNotInterruptedAndRunsNoMoreOfIt() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicInteger runs = new AtomicInteger();
    CompletableFuture<Void> result =
        calls.start(
            "sink",
            call -> {
              try {
                for (int i = 0; i < 2; i++) {
                  call.shielded(
                      () -> {
                        runs.incrementAndGet();
                        inside.countDown();
                        interrupted.set(awaitInterruptibly(cancelled));
                      });
                }
              } finally {
                over.countDown();
              }
              return null;
            });
    inside.await();
    result.cancel(true);
    cancelled.countDown();
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void close_runningAndLaterCalls_failAsUnavailable() {
    CompletableFuture<Void> running =
        calls.start(
            "wait",
            call -> {
              new CountDownLatch(1).await();
              return null;
            });
    calls.close();
    for (CompletableFuture<Void> call : List.of(running, calls.<Void>start("x", c -> null))) {
      assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.error()).isInstanceOf(StoreError.Unavailable.class));
    }
  }

  @Test
  void each_items_keepTheirOrder() throws Exception {
    assertThat(calls.each("double", 2, List.of(1, 2, 3, 4, 5), item -> item * 2))
        .containsExactly(2, 4, 6, 8, 10);
  }

  @Test
  void each_oneFails_startsNoMore() {
    AtomicInteger runs = new AtomicInteger();
    List<Integer> items = List.of(1, 2, 3, 4, 5);
    assertThatThrownBy(
            () ->
                calls.each(
                    "fail",
                    1,
                    items,
                    item -> {
                      runs.incrementAndGet();
                      throw new IOException("no");
                    }))
        .isInstanceOf(StoreException.class);
    assertThat(runs).hasValue(1);
  }

  private static boolean awaitInterruptibly(CountDownLatch latch) {
    try {
      latch.await();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
