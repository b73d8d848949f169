package io.tpmount.vfs.engine;

import static io.tpmount.vfs.store.StoreCall.Operation.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.Gate;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.store.StoreError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmingTest {
  @TempDir Path scratch;

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private VirtualFileSystem vfs;

  @BeforeEach
  void open() throws Exception {
    memory.write("d/a", new byte[1000]);
    memory.write("d/deep/b", new byte[3 << 20]);
    memory.write("other", new byte[500]);
    vfs = VirtualFileSystem.open(TestOptions.at(scratch.resolve("cache"), Duration.ZERO), store);
  }

  @AfterEach
  void close() throws Exception {
    faulty.heal();
    await().until(() -> store.running() == 0);
    vfs.close();
  }

  private static WarmProgress end(Warming warming) throws Exception {
    return warming.done().get(60, TimeUnit.SECONDS);
  }

  @Test
  void warm_ofADirectory_fetchesAllBelow() throws Exception {
    assertThat(end(vfs.warm("d")))
        .isEqualTo(new WarmProgress(2, 2, 1000 + (3 << 20), 1000 + (3 << 20), 0, ""));
    store.reset();
    end(vfs.warm("d/"));
    assertThat(store.calls(GET)).isEmpty();
  }

  @Test
  void warm_ofOneFile_fetchesThatAlone() throws Exception {
    assertThat(end(vfs.warm("/d/a")).files()).isEqualTo(1);
    assertThat(store.calls(GET)).hasSize(1);
  }

  @Test
  void warm_ofNothing_fails() {
    assertThatThrownBy(() -> end(vfs.warm("d/none")))
        .cause()
        .isInstanceOfSatisfying(
            VfsException.class, e -> assertThat(e.error()).isInstanceOf(VfsError.NotFound.class));
  }

  @Test
  void fileThatCannotBeFetched_isCounted_andTheOthersCome() throws Exception {
    faulty.fail(
        call -> call.operation() == GET && call.key().equals("other"),
        new StoreError.AccessDenied(new StoreError.Detail("get", "no", Optional.empty())));
    WarmProgress end = end(vfs.warm(""));
    assertThat(end.failed()).isEqualTo(1);
    assertThat(end.failure()).contains("no");
    assertThat(end.bytesDone()).isEqualTo(1000 + (3 << 20));
  }

  @Test
  void cancel_endsItsGets() throws Exception {
    Gate gate = faulty.hold(call -> call.operation() == GET);
    Warming warming = vfs.warm("d");
    gate.awaitArrivals(2);
    warming.done().cancel(true);
    await().until(() -> store.running() == 0);
    gate.open();
  }
}
