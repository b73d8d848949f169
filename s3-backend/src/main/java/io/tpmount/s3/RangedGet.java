package io.tpmount.s3;

import io.tpmount.vfs.store.BodySink;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * One read of a range: knows how far it has come and of which version, so that each request asks
 * for the rest of the same object.
 */
final class RangedGet {
  /**
   * What a sink is handed at once. A file channel copies a heap buffer into a direct one of its
   * size and keeps that per thread.
   */
  private static final int PIECE = 256 << 10;

  private final S3Bucket bucket;
  private final Conditions conditions;
  private final long step;
  private final GetRequest request;
  private final BodySink sink;
  private final Call<ObjectInfo> call;

  private final long end;
  private long position;
  private Optional<ETag> version;
  private boolean refused;

  RangedGet(
      S3Bucket bucket,
      Conditions conditions,
      long step,
      GetRequest request,
      BodySink sink,
      Call<ObjectInfo> call) {
    this.bucket = bucket;
    this.conditions = conditions;
    this.step = step;
    this.request = request;
    this.sink = sink;
    this.call = call;
    this.position = request.range().offset();
    this.end = request.range().end();
    this.version = request.version();
  }

  ObjectInfo run() throws StoreException, InterruptedException {
    ObjectInfo info;
    do {
      info = step(Math.min(position + step, end));
    } while (position < end);
    return info;
  }

  private ObjectInfo step(long stepEnd) throws StoreException, InterruptedException {
    try {
      return send(stepEnd);
    } catch (StoreException e) {
      if (refused && conditions.refusedWrongly(request.key(), version.orElseThrow())) {
        return send(stepEnd);
      }
      throw e;
    }
  }

  private ObjectInfo send(long stepEnd) throws StoreException, InterruptedException {
    Operation operation = bucket.download("GetObject", request.key(), stepEnd - position);
    return bucket.requests().send(operation, allowance -> attempt(operation, stepEnd, allowance));
  }

  private ObjectInfo attempt(Operation operation, long stepEnd, Duration allowance)
      throws Exception {
    ByteRange rest = ByteRange.between(position, stepEnd);
    boolean conditional = version.isPresent() && conditions.mayBeSent();
    AnswerStream answer = new AnswerStream();
    CompletableFuture<Void> sent = bucket.reader().getObject(ask(rest, conditional), answer);
    var _ = sent.whenComplete((done, failure) -> relay(answer, failure));
    try {
      ObjectInfo info = head(operation, answer, rest, allowance);
      if (conditional) {
        conditions.met();
      }
      version = Optional.of(info.etag());
      receive(operation, answer, rest, allowance);
      return info;
    } finally {
      sent.cancel(true);
    }
  }

  /** A request that fails before it is sent never reaches the transformer. */
  private static void relay(AnswerStream answer, Throwable failure) {
    if (failure != null) {
      answer.onError(failure);
    }
  }

  private GetObjectRequest ask(ByteRange range, boolean conditional) {
    GetObjectRequest.Builder ask =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.keys().inBucket(request.key()))
            .range("bytes=" + range.offset() + "-" + (range.end() - 1));
    if (conditional) {
      ask.ifMatch(ETags.quoted(version.orElseThrow()));
    }
    return ask.build();
  }

  private ObjectInfo head(
      Operation operation, AnswerStream answer, ByteRange asked, Duration allowance)
      throws Exception {
    return switch (answer.next(allowance)) {
      case AnswerStream.Signal.Head head ->
          GetHead.check(operation.toString(), request.key(), asked, version, head.response());
      case AnswerStream.Signal.Failure failure -> throw failed(operation, failure.cause());
      case AnswerStream.Signal.Bytes _, AnswerStream.Signal.End _ ->
          throw S3Errors.badAnswer(operation.toString(), "body without head");
    };
  }

  private StoreException failed(Operation operation, Throwable cause) {
    StoreException translated = S3Errors.translate(operation.toString(), cause);
    refused = version.isPresent() && translated.error() instanceof StoreError.PreconditionFailed;
    return translated;
  }

  private void receive(
      Operation operation, AnswerStream answer, ByteRange range, Duration allowance)
      throws Exception {
    while (true) {
      switch (answer.next(allowance)) {
        case AnswerStream.Signal.Bytes bytes -> {
          if (bytes.buffer().remaining() > range.end() - position) {
            throw S3Errors.badAnswer(operation.toString(), "body longer than its range");
          }
          deliver(operation, bytes.buffer());
          answer.more();
        }
        case AnswerStream.Signal.End _ -> {
          if (position < range.end()) {
            throw S3Errors.unavailable(operation.toString(), "body ended at " + position);
          }
          return;
        }
        case AnswerStream.Signal.Failure failure ->
            throw S3Errors.translate(operation.toString(), failure.cause());
        case AnswerStream.Signal.Head _ ->
            throw S3Errors.badAnswer(operation.toString(), "second head");
      }
    }
  }

  private void deliver(Operation operation, ByteBuffer buffer)
      throws StoreException, InterruptedException {
    try {
      while (buffer.hasRemaining()) {
        ByteBuffer piece = buffer.slice(buffer.position(), Math.min(PIECE, buffer.remaining()));
        int length = piece.remaining();
        bucket.requests().received(operation, length);
        call.shielded(() -> sink.accept(position, piece));
        position += length;
        buffer.position(buffer.position() + length);
      }
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          new StoreError.SinkFailed(S3Errors.detail(operation.toString(), e.toString())));
    }
  }
}
