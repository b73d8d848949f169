package io.tpmount.s3;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreCalls.Collected;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers without end, without sense, or none at all. */
@Timeout(60)
final class HostileServerTest {
  private static final ObjectKey KEY = ObjectKey.of("a");
  private static final byte[] OBJECT = "0123456789".getBytes(UTF_8);
  private static final S3Timeouts SHORT =
      new S3Timeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(20));

  @Test
  void list_withoutEnd_isABadAnswerSoon() {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  Replies.head(out, 200, 1L << 40);
                  writeForEver(out);
                });
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      assertThat(errorOf(store.list(ListRequest.flat(""))))
          .isInstanceOf(StoreError.BadAnswer.class);
    }
  }

  @Test
  void get_bodyWithoutEnd_isABadAnswer() {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  Replies.head(out, 206, 1L << 40, Replies.rangeHeaders(new int[] {0, 9}, 10));
                  writeForEver(out);
                });
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      Collected sink = new Collected(0);
      assertThat(errorOf(store.get(get(), sink))).isInstanceOf(StoreError.BadAnswer.class);
    }
  }

  @Test
  void list_loginPage_isNoEmptyBucket() {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> Replies.xml(out, "<html><body/></html>"));
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      assertThat(errorOf(store.list(ListRequest.flat(""))))
          .isInstanceOf(StoreError.BadAnswer.class);
    }
  }

  @Test
  void delete_loginPage_isNoSuccess() {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) ->
                    Replies.reply(out, 200, new byte[10], "Content-Type: text/html"));
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      assertThat(errorOf(store.delete(KEY))).isInstanceOf(StoreError.BadAnswer.class);
    }
  }

  @Test
  void get_neverAnsweredOnce_isAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  if (asked.incrementAndGet() == 1) {
                    over.await();
                  }
                  Replies.range(out, request, OBJECT);
                });
        S3ObjectStore store = store(server, SHORT)) {
      Collected sink = new Collected(0);
      answerOf(store.get(get(), sink));
      assertThat(sink.bytes()).isEqualTo(OBJECT);
      over.countDown();
    }
  }

  @Test
  void head_neverAnswered_isUnavailableInBoundedTime() {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((request, out) -> over.await());
        S3ObjectStore store = store(server, SHORT)) {
      assertThat(errorOf(store.head(KEY))).isInstanceOf(StoreError.Unavailable.class);
      over.countDown();
    }
  }

  @Test
  void get_cancelled_freesItsConnection() {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  if (request.target().contains("slow")) {
                    over.await();
                  }
                  Replies.range(out, request, OBJECT);
                });
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      GetRequest slow =
          new GetRequest(ObjectKey.of("slow"), new ByteRange(0, 10), Optional.empty());
      List<CompletableFuture<ObjectInfo>> gets =
          IntStream.range(0, 8).mapToObj(i -> store.get(slow, new Collected(0))).toList();
      await().until(() -> server.requests().size() >= 4);
      gets.forEach(call -> call.cancel(true));
      Collected sink = new Collected(0);
      answerOf(store.get(get(), sink));
      assertThat(sink.bytes()).isEqualTo(OBJECT);
      over.countDown();
    }
  }

  @Test
  void head_absent_keepsTheConnection() {
    try (ScriptedServer server = new ScriptedServer((request, out) -> Replies.head(out, 404, 0));
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      for (int i = 0; i < 100; i++) {
        assertThat(errorOf(store.head(KEY))).isInstanceOf(StoreError.NotFound.class);
      }
      assertThat(server.connectionsMade()).isLessThan(10);
    }
  }

  @Test
  void put_expectsNoContinueAndSendsNoChecksum() {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> Replies.reply(out, 200, new byte[0], "ETag: " + Replies.ETAG));
        S3ObjectStore store = store(server, S3Timeouts.DEFAULT)) {
      ObjectInfo made = answerOf(store.put(KEY, Body.of(new byte[3 << 20]), PutOptions.NONE));
      assertThat(made.etag()).isEqualTo(new ETag("v1"));
      assertThat(server.requests().getFirst().headers().keySet())
          .noneMatch(name -> name.contains("checksum") || name.contains("md5"))
          .doesNotContain("expect", "x-amz-trailer", "transfer-encoding");
    }
  }

  private static GetRequest get() {
    return new GetRequest(KEY, new ByteRange(0, 10), Optional.empty());
  }

  private static S3ObjectStore store(ScriptedServer server, S3Timeouts timeouts) {
    S3Limits limits =
        new S3Limits(4, RateLimit.NONE, ByteSize.ofMib(256), ByteSize.ofMib(5), 0, timeouts);
    Credentials keys = new Credentials.Static("AK", "SK", Optional.empty());
    return S3ObjectStore.create(
        S3Config.ofBucket("bucket")
            .at(server.endpoint(), "any where", keys)
            .withLimits(limits, ServerContract.FEW_RETRIES));
  }

  private static void writeForEver(OutputStream out) throws IOException {
    byte[] mebibyte = new byte[1 << 20];
    while (true) {
      out.write(mebibyte);
    }
  }
}
