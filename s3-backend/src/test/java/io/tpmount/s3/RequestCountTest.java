package io.tpmount.s3;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.Quirk;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.fast.FastS3Server;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreCalls.Collected;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each call costs on the wire. */
@Timeout(60)
final class RequestCountTest {
  private static final int MIB = 1 << 20;
  private static final S3Limits SMALL_STEPS =
      new S3Limits(
          16, RateLimit.NONE, ByteSize.ofMib(256), ByteSize.ofMib(5), 0, S3Timeouts.DEFAULT);
  private static final CopyLimits SMALL_COPIES =
      new CopyLimits(ByteSize.ofMib(6), ByteSize.ofMib(5), 4);

  private FastS3Server server;
  private QuirkProxy proxy;
  private S3ObjectStore store;

  @BeforeEach
  void start() {
    server = FastS3Server.start();
    String bucket = ServerContract.createBucket(server);
    proxy = QuirkProxy.before(server);
    store =
        S3ObjectStore.create(
            ServerContract.config(proxy, bucket, "")
                .withLimits(SMALL_STEPS, ServerContract.FEW_RETRIES),
            SMALL_COPIES);
  }

  @AfterEach
  void stop() {
    store.close();
    proxy.close();
    server.close();
  }

  @Test
  void everyCall_isOneRequest() {
    ObjectInfo made = put(store, "a", noise(200_000, 1));
    answerOf(store.head(made.key()));
    read(store, "a", new ByteRange(10, 100_000), Optional.of(made.etag()));
    answerOf(store.list(ListRequest.oneLevel("")));
    answerOf(store.copy(CopySource.of(made), ObjectKey.of("b")));
    answerOf(store.delete(made.key()));
    assertThat(kinds())
        .containsExactly(Kind.PUT, Kind.HEAD, Kind.GET, Kind.LIST, Kind.COPY, Kind.DELETE);
  }

  @Test
  void get_upToTheLargestStep_isOneRequest() {
    ObjectInfo made = put(store, "a", noise(5 * MIB, 2));
    proxy.reset();
    read(store, "a", new ByteRange(0, 5 * MIB), Optional.of(made.etag()));
    assertThat(kinds()).containsExactly(Kind.GET);
  }

  @Test
  void get_longerRange_isReadInStepsOfOneVersion() {
    byte[] bytes = noise(12 * MIB, 3);
    ObjectInfo made = put(store, "a", bytes);
    proxy.reset();
    assertThat(read(store, "a", new ByteRange(0, 12 * MIB), Optional.empty())).isEqualTo(bytes);
    assertThat(proxy.requests())
        .extracting(S3Request::toString)
        .containsExactly(
            "GET a bytes=0-5242879",
            "GET a bytes=5242880-10485759",
            "GET a bytes=10485760-12582911");
    assertThat(proxy.requests().getLast().head().header("If-Match"))
        .contains('"' + made.etag().value() + '"');
  }

  @Test
  void get_brokenInItsSecondStep_goesOnWhereItWas() {
    byte[] bytes = noise(12 * MIB, 4);
    put(store, "a", bytes);
    proxy.reset();
    proxy.fault(
        request -> request.range().filter("bytes=5242880-10485759"::equals).isPresent(),
        2,
        Fault.answer(CannedAnswer.bare(429)));
    assertThat(read(store, "a", new ByteRange(0, 12 * MIB), Optional.empty())).isEqualTo(bytes);
    assertThat(proxy.count(Kind.GET)).isEqualTo(5);
  }

  @Test
  void put_manyMebibytes_isOneRequest() {
    put(store, "a", noise(21 * MIB, 5));
    assertThat(kinds()).containsExactly(Kind.PUT);
  }

  @Test
  void copy_unknownSize_asksFirst() {
    put(store, "a", noise(10, 6));
    proxy.reset();
    CopySource source = new CopySource(ObjectKey.of("a"), Optional.empty());
    answerOf(store.copy(source, ObjectKey.of("b")));
    assertThat(kinds()).containsExactly(Kind.HEAD, Kind.COPY);
  }

  @Test
  void copy_largeObject_isMadeOfParts() {
    byte[] bytes = noise(11 * MIB, 7);
    ObjectInfo made = put(store, "a", bytes);
    proxy.reset();
    ObjectInfo copied = answerOf(store.copy(CopySource.of(made), ObjectKey.of("b")));
    assertThat(copied.size()).isEqualTo(11 * MIB);
    assertThat(kinds())
        .containsExactly(
            Kind.HEAD,
            Kind.CREATE_UPLOAD,
            Kind.COPY_PART,
            Kind.COPY_PART,
            Kind.COPY_PART,
            Kind.COMPLETE_UPLOAD);
    assertThat(read(store, "b")).isEqualTo(bytes);
  }

  @Test
  void copy_largeObjectThatFails_leavesNoUpload() {
    ObjectInfo made = put(store, "a", noise(11 * MIB, 8));
    proxy.fault(Kind.COPY_PART, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    assertThat(errorOf(store.copy(CopySource.of(made), ObjectKey.of("b"))))
        .isInstanceOf(StoreError.AccessDenied.class);
    await().untilAsserted(() -> assertThat(answerOf(store.listUploads(""))).isEmpty());
  }

  @Test
  void deleteAll_aThousandKeys_isOneRequest() {
    answerOf(store.deleteAll(keys(1000)));
    assertThat(kinds()).containsExactly(Kind.DELETE_MANY);
  }

  @Test
  void deleteAll_storeThatRefusesBatches_deletesSinglyAndRemembers() {
    proxy.fault(Kind.DELETE_MANY, Fault.answer(CannedAnswer.error(400, "InvalidRequest")));
    put(store, "k1", noise(1, 9));
    answerOf(store.deleteAll(keys(3)));
    assertThat(errorOf(store.head(ObjectKey.of("k1")))).isInstanceOf(StoreError.NotFound.class);
    proxy.reset();
    answerOf(store.deleteAll(keys(3)));
    assertThat(kinds()).containsExactly(Kind.DELETE, Kind.DELETE, Kind.DELETE);
  }

  @Test
  void deleteAll_keyThatXmlCannotHold_isDeletedSingly() {
    put(store, "a\u0001b", noise(1, 10));
    proxy.reset();
    answerOf(
        store.deleteAll(List.of(ObjectKey.of("a\u0001b"), ObjectKey.of("c"), ObjectKey.of("d"))));
    assertThat(kinds()).containsExactlyInAnyOrder(Kind.DELETE_MANY, Kind.DELETE);
    assertThat(errorOf(store.head(ObjectKey.of("a\u0001b"))))
        .isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  void get_refusedConditions_areCheckedOnceAndThenLeftOut() {
    ObjectInfo made = put(store, "a", noise(10, 11));
    proxy.behaveAs(Set.of(Quirk.IF_MATCH_ALWAYS_FAILS));
    proxy.reset();
    read(store, "a", new ByteRange(0, 10), Optional.of(made.etag()));
    read(store, "a", new ByteRange(0, 10), Optional.of(made.etag()));
    assertThat(kinds()).containsExactly(Kind.GET, Kind.HEAD, Kind.GET, Kind.GET);
  }

  @Test
  void get_otherVersion_isToldFromAForeignLabelByOneHeadAndOneList() {
    ObjectInfo old = put(store, "a", noise(10, 12));
    read(store, "a", new ByteRange(0, 10), Optional.of(old.etag()));
    put(store, "a", noise(10, 13));
    proxy.reset();
    GetRequest stale = new GetRequest(old.key(), new ByteRange(0, 10), Optional.of(old.etag()));
    assertThat(errorOf(store.get(stale, new Collected(0))))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(kinds()).containsExactly(Kind.GET, Kind.HEAD, Kind.LIST);
  }

  @Test
  void head_throttledOnce_isAskedExactlyTwice() {
    proxy.fault(Kind.HEAD, 1, Fault.answer(CannedAnswer.error(503, "SlowDown")));
    put(store, "a", noise(1, 14));
    answerOf(store.head(ObjectKey.of("a")));
    assertThat(proxy.count(Kind.HEAD)).isEqualTo(2);
  }

  private List<Kind> kinds() {
    return proxy.requests().stream().map(S3Request::kind).toList();
  }

  private static List<ObjectKey> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> ObjectKey.of("k" + i)).toList();
  }
}
