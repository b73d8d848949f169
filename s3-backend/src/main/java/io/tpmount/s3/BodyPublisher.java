package io.tpmount.s3;

import io.tpmount.vfs.store.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * Hands a {@link Body} to the client piece by piece as that asks for more. Reads on a thread of
 * {@code readers}, for the client's own must not wait for a disk.
 */
final class BodyPublisher implements AsyncRequestBody {
  /** The client takes up to twenty ahead, for each upload under way. */
  private static final int PIECE = 64 << 10;

  private final Body body;
  private final Executor readers;
  private volatile Exception failure;

  BodyPublisher(Body body, Executor readers) {
    this.body = body;
    this.readers = readers;
  }

  /** Why the body could not be read. The client wraps it beyond recognition. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Optional<Long> contentLength() {
    return Optional.of(body.length());
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Reading(subscriber));
  }

  /** One pass over the body. */
  private final class Reading implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean ended;

    /** Written by the one thread that drains. */
    private long position;

    Reading(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      // A body has far fewer pieces than this, and sums of it do not overflow.
      long bounded = Math.min(count, 1L << 32);
      if (demand.getAndAdd(bounded) == 0) {
        readers.execute(this::drain);
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }

    private void drain() {
      long taken;
      do {
        taken = demand.get();
        for (long i = 0; i < taken && !ended; i++) {
          emit();
        }
      } while (demand.addAndGet(-taken) > 0);
    }

    private void emit() {
      try {
        if (position < body.length()) {
          subscriber.onNext(read());
        }
        if (position == body.length() && !ended) {
          ended = true;
          subscriber.onComplete();
        }
      } catch (IOException | RuntimeException e) {
        ended = true;
        failure = e;
        subscriber.onError(e);
      }
    }

    private ByteBuffer read() throws IOException {
      int size = (int) Math.min(PIECE, body.length() - position);
      ByteBuffer piece = ByteBuffer.allocate(size);
      while (piece.hasRemaining()) {
        if (body.read(position + piece.position(), piece) < 1) {
          throw new IOException("body ended at " + (position + piece.position()));
        }
      }
      position += size;
      return piece.flip();
    }
  }
}
