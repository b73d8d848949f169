package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.StoreCalls.Collected;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Head and ranged get. */
interface GetContract extends ContractSubject {
  @Test
  default void head_absent_isNotFound() {
    assertThat(errorOf(store().head(ObjectKey.of("none")))).isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void head_present_tellsSizeVersionAndTime() {
    ObjectInfo made = put(store(), "a", noise(1234, 1));
    ObjectInfo info = answerOf(store().head(ObjectKey.of("a")));
    assertThat(info.key()).isEqualTo(ObjectKey.of("a"));
    assertThat(info.etag()).isEqualTo(made.etag());
    assertThat(info.size()).isEqualTo(1234);
    assertThat(info.mtime()).isEmpty();
    assertThat(info.lastModified().getEpochSecond()).isPositive();
  }

  @Test
  default void get_absent_isNotFoundAndSinkUntouched() {
    Collected sink = new Collected(0);
    assertThat(errorOf(store().get(anyVersion("none", new ByteRange(0, 1)), sink)))
        .isInstanceOf(StoreError.NotFound.class);
    assertThat(sink.bytes()).isEmpty();
  }

  @Test
  default void get_ranges_giveExactlyTheirBytes() {
    byte[] bytes = noise(300_000, 2);
    put(store(), "a", bytes);
    for (ByteRange range :
        List.of(
            new ByteRange(0, 300_000),
            new ByteRange(0, 1),
            new ByteRange(299_999, 1),
            new ByteRange(131_071, 131_073))) {
      assertThat(read(store(), "a", range, Optional.empty())).isEqualTo(cut(bytes, range));
    }
  }

  @Test
  default void get_severalMebibytes_arriveInOrder() {
    byte[] bytes = noise(9 << 20, 3);
    ObjectInfo made = put(store(), "big", bytes);
    ByteRange range = new ByteRange(12_345, (9 << 20) - 20_000);
    assertThat(read(store(), "big", range, Optional.of(made.etag()))).isEqualTo(cut(bytes, range));
  }

  @Test
  default void get_answer_tellsTheWholeObject() {
    ObjectInfo made = put(store(), "a", noise(5000, 4));
    ObjectInfo info =
        answerOf(store().get(anyVersion("a", new ByteRange(100, 10)), new Collected(100)));
    assertThat(info.size()).isEqualTo(5000);
    assertThat(info.etag()).isEqualTo(made.etag());
  }

  @Test
  default void get_askedVersion_isServed() {
    ObjectInfo made = put(store(), "a", noise(100, 5));
    assertThat(read(store(), "a", new ByteRange(0, 100), Optional.of(made.etag())))
        .isEqualTo(noise(100, 5));
  }

  @Test
  default void get_otherVersion_isPreconditionFailedAndSinkUntouched() {
    ObjectInfo old = put(store(), "a", noise(100, 6));
    put(store(), "a", noise(100, 7));
    Collected sink = new Collected(0);
    GetRequest request =
        new GetRequest(ObjectKey.of("a"), new ByteRange(0, 100), Optional.of(old.etag()));
    assertThat(errorOf(store().get(request, sink)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(sink.bytes()).isEmpty();
  }

  @Test
  default void get_rangePastTheEnd_failsAndIsNeverData() {
    put(store(), "a", noise(100, 8));
    for (ByteRange range : List.of(new ByteRange(100, 1), new ByteRange(50, 51))) {
      assertThat(errorOf(store().get(anyVersion("a", range), new Collected(range.offset()))))
          .isInstanceOfAny(StoreError.BadRequest.class, StoreError.BadAnswer.class);
    }
  }

  @Test
  default void get_sinkThatFails_isSinkFailed() {
    put(store(), "a", noise(2 << 20, 9));
    BodySink full =
        (position, bytes) -> {
          throw new IOException("disk full");
        };
    assertThat(errorOf(store().get(anyVersion("a", new ByteRange(0, 2 << 20)), full)))
        .isInstanceOf(StoreError.SinkFailed.class);
    assertThat(read(store(), "a")).isEqualTo(noise(2 << 20, 9));
  }

  @Test
  default void get_cancelledInsideTheSink_hearsNoMore() {
    put(store(), "a", noise(6 << 20, 10));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    BodySink sink =
        (position, bytes) -> {
          calls.incrementAndGet();
          entered.countDown();
          await(cancelled);
        };
    CompletableFuture<ObjectInfo> get =
        store().get(anyVersion("a", new ByteRange(0, 6 << 20)), sink);
    await(entered);
    get.cancel(true);
    cancelled.countDown();
    assertThat(get).isCancelled();
    assertThat(read(store(), "a")).hasSize(6 << 20);
    assertThat(calls).hasValue(1);
  }

  @Test
  default void get_manyAtOnce_eachGetsItsOwnBytes() {
    byte[] bytes = noise(1 << 20, 11);
    put(store(), "a", bytes);
    List<ByteRange> ranges =
        IntStream.range(0, 64).mapToObj(i -> new ByteRange(i * 16_001L, 10_000 + i)).toList();
    List<Collected> sinks = ranges.stream().map(range -> new Collected(range.offset())).toList();
    List<CompletableFuture<ObjectInfo>> calls =
        IntStream.range(0, 64)
            .mapToObj(i -> store().get(anyVersion("a", ranges.get(i)), sinks.get(i)))
            .toList();
    calls.forEach(StoreCalls::answerOf);
    for (int i = 0; i < 64; i++) {
      assertThat(sinks.get(i).bytes()).isEqualTo(cut(bytes, ranges.get(i)));
    }
  }

  private static GetRequest anyVersion(String key, ByteRange range) {
    return new GetRequest(ObjectKey.of(key), range, Optional.empty());
  }

  private static byte[] cut(byte[] bytes, ByteRange range) {
    return Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
