package io.tpmount.vfs.read;

import static io.tpmount.vfs.store.StoreCall.Operation.GET;
import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PatientGetsTest {
  private static final StoreError.Detail ABSENT =
      new StoreError.Detail("get", "absent", Optional.empty());

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private final ObjectInfo version = memory.write("f", new byte[100]);

  private CompletableFuture<ObjectInfo> get(Duration age, BooleanSupplier isCurrent) {
    InstantSource clock = InstantSource.fixed(version.lastModified().plus(age));
    GetRequest request =
        new GetRequest(version.key(), new ByteRange(0, 100), Optional.of(version.etag()));
    return new PatientGets(store, clock).get(version, request, (_, _) -> {}, isCurrent);
  }

  @Test
  void youngVersion_absentAtFirst_isAskedForAgain() {
    faulty.fail(call -> call.operation() == GET, 2, new StoreError.NotFound(ABSENT));
    assertThat(answerOf(get(Duration.ofSeconds(59), () -> true))).isEqualTo(version);
    assertThat(store.count(GET)).isEqualTo(3);
  }

  @Test
  void youngVersion_thatStaysAbsent_failsInTheEnd() {
    faulty.fail(call -> call.operation() == GET, new StoreError.PreconditionFailed(ABSENT));
    assertThat(errorOf(get(Duration.ZERO, () -> true)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(store.count(GET)).isGreaterThan(1);
  }

  @Test
  void oldVersion_thatIsAbsent_failsAtOnce() {
    faulty.fail(call -> call.operation() == GET, new StoreError.NotFound(ABSENT));
    assertThat(errorOf(get(Duration.ofMinutes(2), () -> true)))
        .isInstanceOf(StoreError.NotFound.class);
    assertThat(store.count(GET)).isEqualTo(1);
  }

  @Test
  void versionThatIsNoLongerWanted_failsAtOnce() {
    faulty.fail(call -> call.operation() == GET, new StoreError.NotFound(ABSENT));
    assertThat(errorOf(get(Duration.ZERO, () -> false))).isInstanceOf(StoreError.NotFound.class);
    assertThat(store.count(GET)).isEqualTo(1);
  }

  @Test
  void otherFailures_areFinal() {
    faulty.fail(call -> call.operation() == GET, new StoreError.AccessDenied(ABSENT));
    assertThat(errorOf(get(Duration.ZERO, () -> true))).isInstanceOf(StoreError.AccessDenied.class);
    assertThat(store.count(GET)).isEqualTo(1);
  }
}
