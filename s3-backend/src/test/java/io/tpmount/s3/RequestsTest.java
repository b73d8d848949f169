package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RequestsTest {
  private static final RetrySchedule THREE =
      new RetrySchedule(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20));
  private static final Operation HEAD = Operation.small("HeadObject", "b/k");
  private static final Operation UPLOAD = Operation.upload("PutObject", "b/k", 1);

  private final List<String> outcomes = new CopyOnWriteArrayList<>();

  @Test
  void send_transientFailure_isRetriedAndEachAttemptObserved() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    int answer =
        requests(4, RateLimit.NONE)
            .send(
                HEAD,
                allowance -> {
                  if (attempts.incrementAndGet() < 3) {
                    throw S3Errors.unavailable("x", "reset");
                  }
                  return 7;
                });
    assertThat(answer).isEqualTo(7);
    assertThat(outcomes)
        .containsExactly("HeadObject Unavailable", "HeadObject Unavailable", "HeadObject ok");
  }

  @Test
  void send_scheduleSpent_failsWithTheLastError() {
    assertThatThrownBy(
            () ->
                requests(4, RateLimit.NONE)
                    .send(
                        HEAD,
                        allowance -> {
                          throw S3Errors.unavailable("x", "reset");
                        }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("reset");
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void send_badAnswer_isNotRetried() {
    assertThatThrownBy(
            () ->
                requests(4, RateLimit.NONE)
                    .send(
                        HEAD,
                        allowance -> {
                          throw S3Errors.badAnswer("x", "odd");
                        }))
        .isInstanceOf(StoreException.class);
    assertThat(outcomes).containsExactly("HeadObject BadAnswer");
  }

  @Test
  void send_manyUploadsWaiting_aReadFindsAConnection() throws Exception {
    Requests requests = requests(4, RateLimit.NONE);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    try (Calls calls = new Calls()) {
      List<CompletableFuture<Integer>> uploads =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      calls.<Integer>start(
                          "put",
                          call ->
                              requests.send(
                                  UPLOAD,
                                  allowance -> {
                                    running.incrementAndGet();
                                    over.await();
                                    return i;
                                  })))
              .toList();
      await().until(() -> running.get() == 2);
      assertThat(requests.<Integer>send(HEAD, allowance -> 7)).isEqualTo(7);
      over.countDown();
      assertThat(uploads.stream().map(CompletableFuture::join)).hasSize(20);
    }
  }

  @Test
  void send_rateLimit_spreadsRequests() throws Exception {
    Requests requests = requests(4, new RateLimit(50, 1));
    long began = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      requests.<Integer>send(HEAD, allowance -> 7);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(95));
  }

  @Test
  void allowance_laterAttempts_getTwiceTheTimeForTheirBytes() {
    S3Timeouts timeouts =
        new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5));
    Operation get = Operation.download("GetObject", "b/k", 16 << 20);
    assertThat(get.allowance(timeouts, 1)).isEqualTo(Duration.ofSeconds(42));
    assertThat(get.allowance(timeouts, 2)).isEqualTo(Duration.ofSeconds(74));
    assertThat(HEAD.allowance(timeouts, 5)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Operation.serverSide("CopyObject", "b/k").allowance(timeouts, 1))
        .isEqualTo(Duration.ofMinutes(5));
  }

  private Requests requests(int connections, RateLimit rate) {
    S3Limits limits =
        new S3Limits(
            connections, rate, ByteSize.ofMib(256), ByteSize.ofMib(8), 0, S3Timeouts.DEFAULT);
    return new Requests(
        limits, THREE, request -> outcomes.add(request.operation() + " " + request.outcome()));
  }
}
