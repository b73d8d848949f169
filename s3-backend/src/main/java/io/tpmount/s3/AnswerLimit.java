package io.tpmount.s3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Ends an answer that is far larger than any of S3's, which the SDK would collect in memory. */
final class AnswerLimit implements ExecutionInterceptor {
  /** A page of 1,000 of the longest keys, every byte of them escaped, is a tenth of it. */
  private static final long MAX_BYTES = 32L << 20;

  /** An answer went past the limit. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("answer of more than " + MAX_BYTES + " bytes", null, false, false);
    }
  }

  @Override
  public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context
        .responsePublisher()
        .map(body -> subscriber -> body.subscribe(new Counted(subscriber)));
  }

  /** Passes everything on up to the limit. */
  private static final class Counted implements Subscriber<ByteBuffer>, Subscription {
    private final Subscriber<? super ByteBuffer> next;
    private Subscription source;
    private long bytes;

    Counted(Subscriber<? super ByteBuffer> next) {
      this.next = next;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      source = subscription;
      next.onSubscribe(this);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      if (bytes > MAX_BYTES) {
        return;
      }
      bytes += buffer.remaining();
      if (bytes > MAX_BYTES) {
        source.cancel();
        next.onError(new Exceeded());
      } else {
        next.onNext(buffer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }

    @Override
    public void request(long count) {
      source.request(count);
    }

    @Override
    public void cancel() {
      source.cancel();
    }
  }
}
