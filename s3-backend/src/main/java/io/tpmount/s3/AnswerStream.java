package io.tpmount.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The answer to one get, on its way from the client's threads, which must not wait, to the call's
 * own, which may. One buffer at a time: the next is asked for when the call has taken the last.
 */
final class AnswerStream
    implements AsyncResponseTransformer<GetObjectResponse, Void>, Subscriber<ByteBuffer> {
  /** What comes, in this order: a head, bytes, the end; or a failure at any time. */
  sealed interface Signal {
    record Head(GetObjectResponse response) implements Signal {}

    record Bytes(ByteBuffer buffer) implements Signal {}

    record End() implements Signal {}

    record Failure(Throwable cause) implements Signal {}
  }

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Consumer<AnswerStream> whenHeard;
  private final AtomicBoolean heard = new AtomicBoolean();
  private final long began = System.nanoTime();
  private volatile Subscription subscription;
  private volatile boolean failed;

  /**
   * @param whenHeard told once, when the first bytes, the end or a failure have come
   */
  AnswerStream(Consumer<AnswerStream> whenHeard) {
    this.whenHeard = whenHeard;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Since it was asked for. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Waits for what comes next. */
  Signal next(Duration allowance) throws InterruptedException, TimeoutException {
    Signal signal = signals.poll(allowance.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new TimeoutException("no byte within " + allowance.toSeconds() + " s");
    }
    return signal;
  }

  /** Asks for one more buffer. */
  void more() {
    subscription.request(1);
  }

  @Override
  public CompletableFuture<Void> prepare() {
    return done;
  }

  @Override
  public void onResponse(GetObjectResponse response) {
    signals.add(new Signal.Head(response));
  }

  @Override
  public void onStream(SdkPublisher<ByteBuffer> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void exceptionOccurred(Throwable error) {
    onError(error);
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
    more();
  }

  @Override
  public void onNext(ByteBuffer buffer) {
    add(new Signal.Bytes(buffer));
  }

  @Override
  public void onError(Throwable error) {
    failed = true;
    add(new Signal.Failure(error));
    done.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    add(new Signal.End());
    done.complete(null);
  }

  private void add(Signal signal) {
    signals.add(signal);
    if (heard.compareAndSet(false, true)) {
      whenHeard.accept(this);
    }
  }
}
