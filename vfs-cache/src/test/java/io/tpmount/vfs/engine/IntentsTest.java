package io.tpmount.vfs.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.Gate;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.store.StoreCall;
import io.tpmount.vfs.store.StoreCall.Operation;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of names while the store has not made them, is stopped in them, or refuses them. */
class IntentsTest {
  private static final WriteOptions OPTIONS =
      WriteOptions.DEFAULT
          .withWriteBack(Duration.ofHours(1))
          .withMetadata(WriteOptions.Metadata.SOON);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path cache;

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private VirtualFileSystem vfs;
  private VfsShell shell;

  @BeforeEach
  void start() throws IOException {
    vfs = VirtualFileSystem.open(TestOptions.at(cache, OPTIONS), store);
    shell = new VfsShell(vfs);
  }

  @AfterEach
  void stop() throws IOException {
    vfs.close();
  }

  /** What a kill and a new start do to a change that is under way. */
  private void startAgain() throws IOException {
    vfs.close();
    faulty.heal();
    start();
  }

  private void drain() throws Exception {
    vfs.drain().get();
  }

  private static Predicate<StoreCall> is(Operation operation) {
    return call -> call.operation() == operation;
  }

  private Map<String, String> objects(String... keys) {
    Map<String, String> found = new TreeMap<>();
    for (String key : keys) {
      memory.bytes(key).ifPresent(bytes -> found.put(key, new String(bytes, UTF_8)));
    }
    return found;
  }

  private String read(String path) throws IOException {
    return new String(shell.read(path), UTF_8);
  }

  private void put(String key, String text) {
    memory.write(key, text.getBytes(UTF_8));
  }

  @Test
  void unlink_notYetMade_staysAwayWhateverAListingShows() throws Exception {
    put("f", "one");
    Gate gate = faulty.hold(is(Operation.DELETE));
    shell.unlink("f");
    gate.awaitArrivals(1);

    vfs.refresh("").get();

    assertThat(shell.list("")).isEmpty();
    assertThatThrownBy(() -> shell.stat("f")).hasMessageContaining("ENOENT");
    gate.open();
    drain();
    assertThat(objects("f")).isEmpty();
  }

  @Test
  void create_overUnlinkedFile_isUploadedAfterTheDelete() throws Exception {
    put("f", "one");
    Gate gate = faulty.hold(is(Operation.DELETE));
    shell.unlink("f");
    shell.write("f", "two".getBytes(UTF_8));
    gate.awaitArrivals(1);
    assertThat(read("f")).isEqualTo("two");

    gate.open();
    drain();

    assertThat(objects("f")).containsEntry("f", "two");
  }

  @Test
  void rename_notYetMade_isReadAndWrittenUnderTheNewName() throws Exception {
    put("a", "one");
    Gate gate = faulty.hold(is(Operation.COPY));
    shell.rename("a", "b");
    gate.awaitArrivals(1);
    vfs.refresh("").get();

    assertThat(read("b")).isEqualTo("one");
    assertThat(shell.list("")).containsExactly("b");
    shell.append("b", " two".getBytes(UTF_8));
    gate.open();
    drain();

    assertThat(objects("a", "b")).containsExactlyEntriesOf(new TreeMap<>(Map.of("b", "one two")));
    assertThat(read("b")).isEqualTo("one two");
  }

  @Test
  void rename_ofDirectoryNotYetMade_isListedWhole() throws Exception {
    put("d/x", "one");
    put("d/e/y", "two");
    assertThat(shell.list("d")).containsExactly("e", "x");
    Gate gate = faulty.hold(is(Operation.COPY));
    shell.rename("d", "m");
    gate.awaitArrivals(1);

    assertThat(shell.list("")).containsExactly("m");
    assertThat(shell.list("m")).containsExactly("e", "x");
    assertThat(read("m/x")).isEqualTo("one");
    gate.open();
    drain();

    assertThat(objects("d/x", "d/e/y", "m/x", "m/e/y")).containsOnlyKeys("m/x", "m/e/y");
    assertThat(read("m/e/y")).isEqualTo("two");
  }

  @Test
  void mkdir_removedAtOnce_isNoRequest() throws Exception {
    shell.list("");
    store.reset();

    for (int i = 0; i < 20; i++) {
      shell.mkdir("d" + i);
      shell.rmdir("d" + i);
    }
    drain();

    assertThat(store.calls()).allMatch(is(Operation.LIST).or(call -> call.key().endsWith("/")));
    assertThat(memory.bytes("d0/")).isEmpty();
  }

  @Test
  void rename_ofUnsentFile_isNoRequest() throws Exception {
    shell.list("");
    shell.write("tmp", "one".getBytes(UTF_8));
    store.reset();

    shell.rename("tmp", "final");
    drain();

    assertThat(store.calls()).containsExactly(StoreCall.of(Operation.PUT, "final"));
  }

  @Test
  void rename_ofDirectory_isACopyEachAndOneDelete() throws Exception {
    for (int i = 0; i < 100; i++) {
      put("d/f" + i, "text");
    }
    shell.list("d");
    store.reset();

    shell.rename("d", "m");
    drain();

    assertThat(store.count(Operation.COPY)).isEqualTo(100);
    assertThat(store.count(Operation.DELETE_ALL)).isEqualTo(1);
    assertThat(store.count(Operation.DELETE)).isZero();
    assertThat(store.count(Operation.LIST)).isEqualTo(1);
  }

  @Test
  void unlink_refused_bringsTheNameBackAndTells() throws Exception {
    put("f", "one");
    faulty.fail(
        is(Operation.DELETE),
        new StoreError.AccessDenied(
            new StoreError.Detail("DeleteObject f", "no", Optional.empty())));
    shell.unlink("f");
    drain();

    await().atMost(LIMIT).untilAsserted(() -> assertThat(read("f")).isEqualTo("one"));
    assertThat(shell.list("")).containsExactly("f");
  }

  /** A change that is stopped at one of its requests. */
  enum Stop {
    UNLINK(Operation.DELETE),
    RENAME_AT_COPY(Operation.COPY),
    RENAME_AT_DELETE(Operation.DELETE),
    TREE_AT_LIST(Operation.LIST),
    TREE_AT_COPY(Operation.COPY),
    TREE_AT_DELETE(Operation.DELETE_ALL),
    MKDIR(Operation.PUT),
    SYMLINK(Operation.PUT);

    final Operation at;

    Stop(Operation at) {
      this.at = at;
    }

    void act(VfsShell shell) throws IOException {
      switch (this) {
        case UNLINK -> shell.unlink("f");
        case RENAME_AT_COPY, RENAME_AT_DELETE -> shell.rename("f", "g");
        case TREE_AT_LIST, TREE_AT_COPY, TREE_AT_DELETE -> shell.rename("d", "m");
        case MKDIR -> shell.mkdir("new");
        case SYMLINK -> shell.symlink("f", "l");
      }
    }

    List<String> names() {
      return switch (this) {
        case UNLINK -> List.of("d");
        case RENAME_AT_COPY, RENAME_AT_DELETE -> List.of("d", "g");
        case TREE_AT_LIST, TREE_AT_COPY, TREE_AT_DELETE -> List.of("f", "m");
        case MKDIR -> List.of("d", "f", "new");
        case SYMLINK -> List.of("d", "f", "l");
      };
    }

    List<String> keys() {
      return switch (this) {
        case UNLINK -> List.of("d/", "d/x", "d/y");
        case RENAME_AT_COPY, RENAME_AT_DELETE -> List.of("d/", "d/x", "d/y", "g");
        case TREE_AT_LIST, TREE_AT_COPY, TREE_AT_DELETE -> List.of("f", "m/", "m/x", "m/y");
        case MKDIR -> List.of("d/", "d/x", "d/y", "f", "new/");
        case SYMLINK -> List.of("d/", "d/x", "d/y", "f", "l.rclonelink");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopped_atEachRequest_isGoneOnWithByTheNextStart(Stop stop) throws Exception {
    put("f", "one");
    put("d/", "");
    put("d/x", "two");
    put("d/y", "three");
    shell.list("");
    shell.list("d");
    Gate gate = faulty.hold(is(stop.at));
    stop.act(shell);
    gate.awaitArrivals(1);

    startAgain();

    assertThat(shell.list("")).isEqualTo(stop.names());
    drain();
    vfs.refresh("").get();
    assertThat(shell.list("")).isEqualTo(stop.names());
    assertThat(
            objects("d/", "d/x", "d/y", "f", "g", "m/", "m/x", "m/y", "new/", "l.rclonelink")
                .keySet())
        .containsExactlyInAnyOrderElementsOf(stop.keys());
  }

  @Test
  void stopped_withAChangedFileInAMovedDirectory_keepsTheChange() throws Exception {
    put("d/x", "0123456789".repeat(100_000));
    shell.list("d");
    shell.writeAt("d/x", 500_000, "change".getBytes(UTF_8));
    Gate gate = faulty.hold(is(Operation.DELETE_ALL));
    Gate alone = faulty.hold(is(Operation.DELETE));
    shell.rename("d", "m");
    await().atMost(LIMIT).until(() -> memory.bytes("m/x").isPresent());

    startAgain();
    gate.open();
    alone.open();

    assertThat(read("m/x").substring(499_995, 500_010)).isEqualTo("56789change6789");
    drain();
    assertThat(objects("d/x", "m/x")).containsOnlyKeys("m/x");
    assertThat(objects("m/x").get("m/x")).contains("change").hasSize(1_000_000);
  }
}
