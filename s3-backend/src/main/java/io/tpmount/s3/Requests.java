package io.tpmount.s3;

import io.github.bucket4j.Bucket;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the wire: limits how many requests run and start, bounds each in time, retries
 * what a retry can heal, and tells log and observer. Blocks its thread, a call's own.
 */
final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private final S3Timeouts timeouts;
  private final RetrySchedule schedule;
  private final RequestObserver observer;
  private final Semaphore connections;
  private final Semaphore uploads;
  private final Optional<Bucket> rate;
  private final RetryBudget budget = new RetryBudget();

  /** One request, made and awaited within the time allowed. */
  @FunctionalInterface
  interface Attempt<T> {
    T run(Duration allowance) throws Exception;
  }

  Requests(S3Limits limits, RetrySchedule schedule, RequestObserver observer) {
    this.timeouts = limits.timeouts();
    this.schedule = schedule;
    this.observer = observer;
    this.connections = new Semaphore(limits.connections(), true);
    this.uploads = new Semaphore(Math.ceilDiv(limits.connections(), 2), true);
    this.rate = limits.rate().isOff() ? Optional.empty() : Optional.of(bucket(limits.rate()));
  }

  <T> T send(Operation operation, Attempt<T> attempt) throws StoreException, InterruptedException {
    long began = System.nanoTime();
    for (int number = 1; ; number++) {
      try {
        return once(operation, number, attempt);
      } catch (StoreException e) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        Thread.sleep(pause(e, number, elapsed).orElseThrow(() -> e));
      }
    }
  }

  /** The value of an answer; abandons the request when it does not come in time. */
  static <T> T await(CompletableFuture<T> answer, Duration allowance)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return answer.get(allowance.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("no answer within " + allowance.toSeconds() + " s");
    } finally {
      answer.cancel(true);
    }
  }

  /** Tells the observer of bytes that have come. */
  void received(Operation operation, long bytes) {
    observer.received(operation.name(), bytes);
  }

  private <T> T once(Operation operation, int number, Attempt<T> attempt)
      throws StoreException, InterruptedException {
    if (rate.isPresent()) {
      rate.get().asBlocking().consume(1);
    }
    enter(operation);
    long began = System.nanoTime();
    observer.started();
    try {
      T value = attempt.run(operation.allowance(timeouts, number));
      report(operation, number, began, "ok", "");
      return value;
    } catch (InterruptedException e) {
      report(operation, number, began, "Cancelled", "");
      throw e;
    } catch (Exception e) {
      StoreException translated = S3Errors.translate(operation.toString(), e);
      StoreError error = translated.error();
      report(operation, number, began, error.getClass().getSimpleName(), error.detail().message());
      throw translated;
    } finally {
      leave(operation);
    }
  }

  /** Uploads first among themselves: however many wait, reads find connections. */
  private void enter(Operation operation) throws InterruptedException {
    if (operation.work() != Operation.Work.UPLOAD) {
      connections.acquire();
      return;
    }
    uploads.acquire();
    try {
      connections.acquire();
    } catch (InterruptedException e) {
      uploads.release();
      throw e;
    }
  }

  private void leave(Operation operation) {
    connections.release();
    if (operation.work() == Operation.Work.UPLOAD) {
      uploads.release();
    }
  }

  private Optional<Duration> pause(StoreException failure, int number, Duration elapsed) {
    return switch (failure.error()) {
      case StoreError.Throttled throttled -> pause(number, elapsed, throttled.retryAfter());
      case StoreError.Unavailable _ -> pause(number, elapsed, Optional.empty());
      case StoreError.NotFound _,
          StoreError.NoSuchBucket _,
          StoreError.PreconditionFailed _,
          StoreError.AccessDenied _,
          StoreError.BadRequest _,
          StoreError.BadAnswer _,
          StoreError.SinkFailed _,
          StoreError.SourceFailed _ ->
          Optional.empty();
    };
  }

  private Optional<Duration> pause(int number, Duration elapsed, Optional<Duration> asked) {
    return schedule
        .pause(number, elapsed, asked, ThreadLocalRandom.current().nextDouble())
        .map(pause -> pause.plus(budget.take()));
  }

  private void report(Operation operation, int number, long began, String outcome, String words) {
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    LOG.debug(
        "{} {} bytes, attempt {}, {} ms: {} {}",
        operation,
        operation.bytes(),
        number,
        time.toMillis(),
        outcome,
        words);
    observer.finished(
        new RequestObserver.Request(operation.name(), outcome, operation.bytes(), time));
  }

  private static Bucket bucket(RateLimit rate) {
    long nanosPerToken = Math.max(1, Math.round(1e9 / rate.perSecond()));
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(rate.burst()).refillGreedy(1, Duration.ofNanos(nanosPerToken)))
        .build();
  }
}
