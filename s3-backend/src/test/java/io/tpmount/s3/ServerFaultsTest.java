package io.tpmount.s3;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.Quirk;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.s3.testing.fast.FastS3Server;
import io.tpmount.s3.testing.http.S3Request.Kind;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreCalls.Collected;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store makes of a server, or something on the way to it, that misbehaves. */
@Timeout(120)
final class ServerFaultsTest {
  private static final ObjectKey KEY = ObjectKey.of("a");
  private static final byte[] BYTES = noise(300_000, 1);

  private FastS3Server server;
  private QuirkProxy proxy;
  private ObjectStore store;
  private String bucket;
  private ObjectInfo made;

  @BeforeEach
  void start() {
    server = FastS3Server.start();
    bucket = ServerContract.createBucket(server);
    proxy = QuirkProxy.before(server);
    store = S3ObjectStore.create(ServerContract.config(proxy, bucket, ""));
    made = put(store, "a", BYTES);
    proxy.reset();
  }

  @AfterEach
  void stop() {
    store.close();
    proxy.close();
    server.close();
  }

  @Test
  void get_throttledTwice_succeedsAtTheThirdRequest() {
    proxy.fault(Kind.GET, 2, Fault.slowDown());
    assertThat(read(store, "a")).isEqualTo(BYTES);
    assertThat(proxy.count(Kind.GET)).isEqualTo(3);
  }

  @Test
  void get_farSlowerThanItsPeers_isRacedByASecondOne() {
    List<String> outcomes = new CopyOnWriteArrayList<>();
    S3Config config = ServerContract.config(proxy, bucket, "");
    S3Config observed =
        new S3Config(
            config.bucket(),
            config.prefix(),
            config.endpoint(),
            config.region(),
            config.addressing(),
            config.credentials(),
            config.limits(),
            config.retries(),
            config.objects(),
            request -> outcomes.add(request.outcome()));
    CountDownLatch never = new CountDownLatch(1);
    try (ObjectStore hedging = S3ObjectStore.create(observed)) {
      for (int i = 0; i < 40; i++) {
        assertThat(read(hedging, "a")).isEqualTo(BYTES);
      }
      proxy.fault(Kind.GET, 1, new Fault.Stall(1000, never));
      assertThat(read(hedging, "a")).isEqualTo(BYTES);
    } finally {
      never.countDown();
    }
    assertThat(outcomes).contains("Hedge");
  }

  @Test
  void get_aThirdOfAllRequestsFails_isStillRight() {
    proxy.faultShare(Kind.GET, 0.15, Fault.slowDown());
    proxy.faultShare(Kind.GET, 0.1, Fault.answer(CannedAnswer.bare(429)));
    proxy.faultShare(Kind.GET, 0.1, new Fault.ResetAfter(100_000));
    for (int i = 0; i < 20; i++) {
      assertThat(read(store, "a")).isEqualTo(BYTES);
    }
  }

  @Test
  void get_alwaysUnavailable_failsInTheEnd() {
    proxy.fault(Kind.GET, Fault.answer(CannedAnswer.bare(502)));
    assertThat(errorOf(get(new Collected(0)))).isInstanceOf(StoreError.Unavailable.class);
  }

  @Test
  void get_brokenBodies_areNeverDeliveredTwiceOrWithAGap() {
    proxy.fault(Kind.GET, 1, new Fault.ResetAfter(70_000));
    assertThat(read(store, "a")).isEqualTo(BYTES);
    proxy.fault(Kind.GET, 1, new Fault.CloseAfter(10));
    assertThat(read(store, "a")).isEqualTo(BYTES);
  }

  @Test
  void get_answersThatCannotBeRight_areNeverData() {
    for (Fault fault :
        new Fault[] {
          Fault.answer(CannedAnswer.html()),
          Fault.withoutContentRange(),
          new Fault.Shorten(5),
          new Fault.Lengthen(5)
        }) {
      proxy.heal();
      proxy.fault(Kind.GET, fault);
      Collected sink = new Collected(0);
      assertThat(errorOf(get(sink)))
          .as("%s", fault)
          .isInstanceOfAny(StoreError.BadAnswer.class, StoreError.Unavailable.class);
      assertThat(sink.bytes()).isEqualTo(Arrays.copyOf(BYTES, sink.bytes().length));
    }
  }

  @Test
  void list_answersThatCannotBeRight_areBadAnswers() {
    for (Fault fault :
        new Fault[] {
          Fault.answer(CannedAnswer.html()),
          new Fault.Answer(CannedAnswer::absurdListing),
          new Fault.Answer(CannedAnswer::foreignListing)
        }) {
      proxy.heal();
      proxy.fault(Kind.LIST, fault);
      assertThat(errorOf(store.list(ListRequest.flat("d/"))))
          .as("%s", fault)
          .isInstanceOf(StoreError.BadAnswer.class);
    }
  }

  @Test
  void list_tokenThatNamesItself_isABadAnswer() {
    proxy.fault(Kind.LIST, new Fault.Answer(CannedAnswer::circularListing));
    assertThat(errorOf(store.list(ListRequest.flat("").after("same"))))
        .isInstanceOf(StoreError.BadAnswer.class);
  }

  @Test
  void redirectLoop_ends() {
    proxy.fault(Kind.GET, new Fault.Answer(CannedAnswer::redirectLoop));
    assertThat(errorOf(get(new Collected(0)))).isNotNull();
    assertThat(proxy.count(Kind.GET)).isLessThan(20);
  }

  @Test
  void hugeHeaders_endInAnError() {
    proxy.fault(Kind.GET, Fault.answer(CannedAnswer.hugeHeaders()));
    assertThat(errorOf(get(new Collected(0)))).isNotNull();
  }

  @Test
  void put_answerLost_isRepeatedAndDone() {
    proxy.fault(Kind.PUT, 1, new Fault.LoseAnswer());
    ObjectInfo again = answerOf(store.put(KEY, Body.of(noise(10, 2)), PutOptions.NONE));
    try (TestS3Client client = TestS3Client.of(server, bucket)) {
      assertThat(client.head("a").eTag()).isEqualTo('"' + again.etag().value() + '"');
    }
  }

  @Test
  void put_refusedForGood_isNotRepeated() {
    proxy.fault(Kind.PUT, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    assertThat(errorOf(store.put(KEY, Body.of(noise(10, 2)), PutOptions.NONE)))
        .isInstanceOf(StoreError.AccessDenied.class);
    assertThat(proxy.count(Kind.PUT)).isEqualTo(1);
  }

  @Test
  void retryAfter_isHonoured() {
    // Not on a GET: the CRT client drops the header of a 503.
    proxy.fault(
        Kind.LIST, 1, Fault.answer(CannedAnswer.error(503, "SlowDown", Duration.ofSeconds(30))));
    long start = System.nanoTime();
    assertThat(answerOf(store.list(ListRequest.flat(""))).objects()).isNotEmpty();
    // The schedule's own cap of 50 ms holds for what the store asks as well, and is the least here.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void listingEtags_otherThanServed_standForTheVersionThatIsListed() {
    proxy.behaveAs(Set.of(Quirk.FOREIGN_LISTING_ETAGS));
    ObjectInfo listed = answerOf(store.list(ListRequest.flat(""))).objects().getFirst();
    assertThat(listed.etag()).isNotEqualTo(made.etag());
    ByteRange some = new ByteRange(0, 10);
    assertThat(read(store, "a", some, Optional.of(listed.etag())))
        .isEqualTo(Arrays.copyOf(BYTES, 10));
    assertThat(read(store, "a", some, Optional.of(made.etag()))).hasSize(10);

    proxy.reset();
    read(store, "a", some, Optional.of(listed.etag()));
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void listingEtag_ofAnObjectThatWasOverwritten_isNotTakenForTheNewOne() {
    proxy.behaveAs(Set.of(Quirk.FOREIGN_LISTING_ETAGS));
    ObjectInfo listed = answerOf(store.list(ListRequest.flat(""))).objects().getFirst();
    GetRequest byListing = new GetRequest(KEY, new ByteRange(0, 10), Optional.of(listed.etag()));
    answerOf(store.get(byListing, new Collected(0)));
    put(store, "a", noise(BYTES.length, 2));
    Collected sink = new Collected(0);
    assertThat(errorOf(store.get(byListing, sink)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(sink.bytes()).isEmpty();
  }

  @Test
  void listingEtag_neverReadBefore_ofAnObjectThatWasOverwritten_isNotTakenForTheNewOne() {
    proxy.behaveAs(Set.of(Quirk.FOREIGN_LISTING_ETAGS));
    ObjectInfo listed = answerOf(store.list(ListRequest.flat(""))).objects().getFirst();
    put(store, "a", noise(BYTES.length, 2));
    GetRequest byListing = new GetRequest(KEY, new ByteRange(0, 10), Optional.of(listed.etag()));
    assertThat(errorOf(store.get(byListing, new Collected(0))))
        .isInstanceOf(StoreError.PreconditionFailed.class);
  }

  @Test
  void laggingReplica_isNeverTakenForTheNewVersion() {
    proxy.lagBehind(bucket);
    ObjectInfo newer = put(store, "a", noise(20, 3));
    GetRequest get = new GetRequest(KEY, new ByteRange(0, 20), Optional.of(newer.etag()));
    Collected sink = new Collected(0);
    assertThat(errorOf(store.get(get, sink))).isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(sink.bytes()).isEmpty();
    put(store, "new", noise(5, 4));
    assertThat(errorOf(store.head(ObjectKey.of("new")))).isInstanceOf(StoreError.NotFound.class);
    proxy.stopLagging();
    assertThat(read(store, "a", get.range(), get.version())).isEqualTo(noise(20, 3));
  }

  private CompletableFuture<ObjectInfo> get(Collected sink) {
    ByteRange all = new ByteRange(0, BYTES.length);
    return store.get(new GetRequest(KEY, all, Optional.of(made.etag())), sink);
  }
}
