package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.StoreCall.Operation;
import io.tpmount.vfs.store.StoreCalls.Collected;
import io.tpmount.vfs.store.StoreError.Detail;
import io.tpmount.vfs.unit.ByteRange;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultyObjectStoreTest {
  private static final StoreError DOWN =
      new StoreError.Unavailable(new Detail("test", "down", Optional.empty()));
  private static final ObjectKey KEY = ObjectKey.of("a");

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore store = new FaultyObjectStore(memory);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void fail_once_failsOneCallOfThatKind() {
    memory.write("a", noise(10, 1));
    store.fail(call -> call.operation() == Operation.HEAD, 1, DOWN);
    assertThat(answerOf(store.list(ListRequest.flat(""))).objects()).hasSize(1);
    assertThat(errorOf(store.head(KEY))).isEqualTo(DOWN);
    assertThat(answerOf(store.head(KEY)).size()).isEqualTo(10);
  }

  @Test
  void fail_untilHealed_failsEveryCall() {
    memory.write("a", noise(10, 1));
    store.fail(call -> true, DOWN);
    assertThat(errorOf(store.head(KEY))).isEqualTo(DOWN);
    assertThat(errorOf(store.delete(KEY))).isEqualTo(DOWN);
    store.heal();
    assertThat(answerOf(store.head(KEY)).size()).isEqualTo(10);
  }

  @Test
  void loseAnswer_ofAPut_makesTheObject() {
    store.loseAnswer(call -> true, 1, DOWN);
    assertThat(errorOf(store.put(KEY, Body.of(noise(10, 1)), PutOptions.NONE))).isEqualTo(DOWN);
    assertThat(memory.bytes("a")).contains(noise(10, 1));
  }

  @Test
  void breakOff_insideAGet_deliversTheHeadOnly() {
    memory.write("a", noise(100, 1));
    store.breakOff(call -> true, 1, 30, DOWN);
    Collected sink = new Collected(10);
    assertThat(errorOf(store.get(request(10, 80), sink))).isEqualTo(DOWN);
    assertThat(sink.bytes()).isEqualTo(Arrays.copyOfRange(noise(100, 1), 10, 40));
  }

  @Test
  void hold_untilOpened_makesTheCallThen() throws InterruptedException {
    memory.write("a", noise(10, 1));
    Gate gate = store.hold(call -> call.operation() == Operation.HEAD);
    CompletableFuture<ObjectInfo> head = store.head(KEY);
    gate.awaitArrivals(1);
    assertThat(head).isNotDone();
    memory.write("a", noise(20, 1));
    gate.open();
    assertThat(answerOf(head).size()).isEqualTo(20);
  }

  @Test
  void hold_cancelledWhileWaiting_neverMakesTheCall() throws InterruptedException {
    Gate gate = store.hold(call -> call.operation() == Operation.PUT);
    CompletableFuture<ObjectInfo> put = store.put(KEY, Body.of(noise(5, 1)), PutOptions.NONE);
    gate.awaitArrivals(1);
    put.cancel(true);
    gate.open();
    assertThat(memory.keys()).isEmpty();
  }

  private static GetRequest request(long offset, long length) {
    return new GetRequest(KEY, new ByteRange(offset, length), Optional.empty());
  }
}
