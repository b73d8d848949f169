package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.keys;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.vfs.store.PutOptions.Condition;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Put: atomicity, conditions, metadata, bodies that fail. */
interface PutContract extends ContractSubject {
  @Test
  default void put_new_isReadBack() {
    byte[] bytes = noise(70_000, 20);
    ObjectInfo made = put(store(), "dir/a.bin", bytes);
    assertThat(made.key()).isEqualTo(ObjectKey.of("dir/a.bin"));
    assertThat(made.size()).isEqualTo(70_000);
    assertThat(read(store(), "dir/a.bin")).isEqualTo(bytes);
  }

  @Test
  default void put_empty_isAnObject() {
    put(store(), "empty", new byte[0]);
    assertThat(answerOf(store().head(ObjectKey.of("empty"))).size()).isZero();
    assertThat(keys(store(), "")).containsExactly("empty");
  }

  @Test
  default void put_marker_isAnObject() {
    assumeTrue(keepsKey("dir/"));
    put(store(), "dir/", new byte[0]);
    assertThat(answerOf(store().head(ObjectKey.of("dir/"))).size()).isZero();
  }

  @Test
  default void put_severalMebibytes_isReadBack() {
    byte[] bytes = noise(17 << 20, 21);
    put(store(), "big", bytes);
    assertThat(read(store(), "big")).isEqualTo(bytes);
  }

  @Test
  default void put_again_isAnotherVersion() {
    ObjectInfo first = put(store(), "a", noise(10, 22));
    ObjectInfo second = put(store(), "a", noise(11, 23));
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(answerOf(store().head(ObjectKey.of("a"))).etag()).isEqualTo(second.etag());
    assertThat(read(store(), "a")).isEqualTo(noise(11, 23));
  }

  @Test
  default void put_mtime_comesBackToTheNanosecond() {
    Instant mtime = Instant.parse("2024-02-29T12:34:56.123456789Z");
    answerOf(store().put(ObjectKey.of("a"), Body.of(noise(3, 24)), PutOptions.withMtime(mtime)));
    assertThat(answerOf(store().head(ObjectKey.of("a"))).mtime()).contains(mtime);
    GetRequest get = new GetRequest(ObjectKey.of("a"), new ByteRange(0, 1), Optional.empty());
    assertThat(answerOf(store().get(get, (position, bytes) -> {})).mtime()).contains(mtime);
  }

  @Test
  default void put_mtimeBeforeTheEpoch_comesBack() {
    Instant mtime = Instant.parse("1969-12-31T23:59:58.250Z");
    answerOf(store().put(ObjectKey.of("a"), Body.of(noise(3, 25)), PutOptions.withMtime(mtime)));
    assertThat(answerOf(store().head(ObjectKey.of("a"))).mtime()).contains(mtime);
  }

  @Test
  default void put_absentCondition_makesOnlyTheFirst() {
    assumeTrue(checksConditionsOnPut());
    PutOptions create = on(new Condition.Absent());
    answerOf(store().put(ObjectKey.of("a"), Body.of(noise(5, 26)), create));
    assertThat(errorOf(store().put(ObjectKey.of("a"), Body.of(noise(6, 27)), create)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(read(store(), "a")).isEqualTo(noise(5, 26));
  }

  @Test
  default void put_versionCondition_replacesOnlyThatVersion() {
    assumeTrue(checksConditionsOnPut());
    ObjectKey key = ObjectKey.of("a");
    PutOptions overFirst = on(new Condition.Is(put(store(), "a", noise(5, 28)).etag()));
    answerOf(store().put(key, Body.of(noise(6, 29)), overFirst));
    assertThat(errorOf(store().put(key, Body.of(noise(7, 30)), overFirst)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(read(store(), "a")).isEqualTo(noise(6, 29));
  }

  @Test
  default void put_versionConditionOnAbsentKey_isPreconditionFailed() {
    assumeTrue(checksConditionsOnPut());
    ETag gone = put(store(), "a", noise(5, 31)).etag();
    answerOf(store().delete(ObjectKey.of("a")));
    PutOptions options = on(new Condition.Is(gone));
    assertThat(errorOf(store().put(ObjectKey.of("a"), Body.of(noise(6, 32)), options)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(errorOf(store().head(ObjectKey.of("a")))).isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void put_manyCreationsAtOnce_haveOneWinner() {
    assumeTrue(checksConditionsOnPut() && createsAtomically());
    PutOptions create = on(new Condition.Absent());
    List<CompletableFuture<Boolean>> calls =
        IntStream.range(0, 8)
            .mapToObj(i -> store().put(ObjectKey.of("lock"), Body.of(noise(100, i)), create))
            .map(call -> call.handle((made, failure) -> failure == null))
            .toList();
    assertThat(calls.stream().map(StoreCalls::answerOf).filter(won -> won)).hasSize(1);
  }

  @Test
  default void put_sourceThatFailsInTheMiddle_makesNoObject() {
    assertThat(
            errorOf(
                store().put(ObjectKey.of("a"), new FailingBody(300_000, 100_000), PutOptions.NONE)))
        .isInstanceOf(StoreError.SourceFailed.class);
    assertThat(errorOf(store().head(ObjectKey.of("a")))).isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void put_sourceThatFailsOverAnObject_keepsTheOldOne() {
    put(store(), "a", noise(50, 33));
    errorOf(store().put(ObjectKey.of("a"), new FailingBody(20 << 20, 9 << 20), PutOptions.NONE));
    assertThat(read(store(), "a")).isEqualTo(noise(50, 33));
  }

  @Test
  default void put_overwritesUnderReaders_neverMixVersions() {
    int size = 400_000;
    put(store(), "a", filled(size, 0));
    for (int round = 1; round <= 10; round++) {
      CompletableFuture<ObjectInfo> write =
          store().put(ObjectKey.of("a"), Body.of(filled(size, round)), PutOptions.NONE);
      byte[] seen = read(store(), "a", new ByteRange(0, size), Optional.empty());
      assertThat(seen).isEqualTo(filled(size, seen[0]));
      answerOf(write);
    }
  }

  @Test
  default void put_manyKeysAtOnce_allArrive() {
    List<CompletableFuture<ObjectInfo>> calls =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    store()
                        .put(ObjectKey.of("k" + i), Body.of(noise(1000 + i, i)), PutOptions.NONE))
            .toList();
    calls.forEach(StoreCalls::answerOf);
    for (int i = 0; i < 40; i++) {
      assertThat(read(store(), "k" + i)).isEqualTo(noise(1000 + i, i));
    }
  }

  @Test
  default void put_cancelled_leavesTheStoreUsable() {
    CompletableFuture<ObjectInfo> put =
        store().put(ObjectKey.of("a"), Body.of(noise(8 << 20, 34)), PutOptions.NONE);
    put.cancel(true);
    put(store(), "b", noise(10, 35));
    assertThat(read(store(), "b")).isEqualTo(noise(10, 35));
  }

  private static PutOptions on(Condition condition) {
    return new PutOptions(Optional.empty(), Optional.empty(), condition);
  }

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
