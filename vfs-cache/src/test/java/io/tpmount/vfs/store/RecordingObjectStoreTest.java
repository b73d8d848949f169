package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.StoreCall.Operation;
import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract holds through the recorder, and what it records is what was asked. */
final class RecordingObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore createStore() {
    return new RecordingObjectStore(new InMemoryObjectStore());
  }

  @Test
  void calls_afterReset_areExactlyThoseMade() {
    InMemoryObjectStore memory = new InMemoryObjectStore();
    memory.write("d/a", new byte[100]);
    try (RecordingObjectStore store = new RecordingObjectStore(memory)) {
      answerOf(store.head(ObjectKey.of("d/a")));
      store.reset();
      answerOf(store.list(ListRequest.oneLevel("d/")));
      GetRequest get = new GetRequest(ObjectKey.of("d/a"), new ByteRange(10, 20), Optional.empty());
      answerOf(store.get(get, (position, bytes) -> {}));
      assertThat(store.calls())
          .containsExactly(StoreCall.of(Operation.LIST, "d/"), StoreCall.get("d/a", 10, 20));
      assertThat(store.running()).isZero();
    }
  }
}
