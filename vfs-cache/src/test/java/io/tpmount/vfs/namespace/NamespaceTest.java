package io.tpmount.vfs.namespace;

import static io.tpmount.vfs.store.StoreCall.Operation.LIST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.Gate;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.RecordingObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NamespaceTest {
  private static final NamespaceOptions OPTIONS =
      new NamespaceOptions(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofSeconds(5));

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private final AtomicLong now = new AtomicLong();
  private final Namespace names =
      new Namespace(
          store,
          OPTIONS,
          _ -> Map.of(),
          _ -> CompletableFuture.completedFuture(null),
          new Ticker() {
            @Override
            public long read() {
              return now.get();
            }
          },
          Instant.EPOCH);

  private final Tree tree = names.tree();

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void write(String key) {
    memory.write(key, key.getBytes(UTF_8));
  }

  private Optional<Node> lookup(String name) throws Exception {
    return names.lookup(tree.root(), name);
  }

  private List<String> list(DirectoryNode directory) throws Exception {
    List<String> found = new ArrayList<>();
    ChildStream stream = names.stream(directory);
    for (List<Node> some = stream.next(); !some.isEmpty(); some = stream.next()) {
      some.forEach(node -> found.add(node.name()));
    }
    return found;
  }

  @Test
  void lookup_inUnlistedDirectory_listsOnePageOnce() throws Exception {
    write("a");
    write("d/x");
    assertThat(lookup("a").orElseThrow()).isInstanceOf(FileNode.class);
    assertThat(lookup("d").orElseThrow()).isInstanceOf(DirectoryNode.class);
    assertThat(lookup("none")).isEmpty();
    assertThat(store.count(LIST)).isEqualTo(1);
  }

  @Test
  void lookup_byManyAtOnce_sharesTheListing() throws Exception {
    write("a");
    Gate gate = faulty.hold(call -> call.operation() == LIST);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<Optional<Node>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> lookup("a")));
      }
      gate.open();
      for (var answer : answers) {
        assertThat(answer.get()).isPresent();
      }
    }
    assertThat(store.count(LIST)).isEqualTo(1);
  }

  @Test
  void lookup_beyondTheFirstPage_asksForTheNameThenListsAll() throws Exception {
    memory.withPageSize(10);
    for (int i = 0; i < 35; i++) {
      write(String.format("f%02d", i));
    }
    assertThat(lookup("f05")).isPresent();
    assertThat(store.count(LIST)).isEqualTo(1);
    assertThat(lookup("f20")).isPresent();
    assertThat(store.count(LIST)).isEqualTo(2);
    assertThat(lookup("f30")).isPresent();
    assertThat(store.count(LIST)).as("the three pages left").isEqualTo(5);
    assertThat(lookup("f31")).isPresent();
    assertThat(lookup("f99")).isEmpty();
    assertThat(store.count(LIST)).isEqualTo(5);
  }

  @Test
  void lookup_ofAbsentName_isAskedAgainAfterTheNegativeTimeout() throws Exception {
    write("a");
    assertThat(lookup("late")).isEmpty();
    write("late");
    assertThat(lookup("late")).as("still believed to be absent").isEmpty();
    pass(Duration.ofSeconds(6));
    assertThat(lookup("late")).isPresent();
    assertThat(store.count(LIST)).isEqualTo(2);
  }

  @Test
  void lookup_pollingForManyAbsentNames_isCapped() throws Exception {
    write("a");
    lookup("a");
    pass(Duration.ofSeconds(6));
    for (int i = 0; i < 500; i++) {
      lookup("absent" + i);
    }
    assertThat(store.count(LIST)).isLessThan(60);
  }

  @Test
  void lookup_failing_isNotAbsence() throws Exception {
    write("a");
    lookup("a");
    pass(Duration.ofMinutes(16));
    faulty.fail(
        call -> call.operation() == LIST,
        new io.tpmount.vfs.store.StoreError.Unavailable(
            new io.tpmount.vfs.store.StoreError.Detail("list", "down", Optional.empty())));
    CompletableFuture<Optional<Node>> answer = new CompletableFuture<>();
    try {
      answer.complete(lookup("a"));
    } catch (io.tpmount.vfs.store.StoreException e) {
      answer.completeExceptionally(e);
    }
    assertThat(answer).isCompletedExceptionally();
    faulty.heal();
    assertThat(lookup("a")).isPresent();
  }

  @Test
  void foreignOverwrite_afterTheCacheTime_isANewNodeWithTheSameNumber() throws Exception {
    write("a");
    Node before = lookup("a").orElseThrow();
    memory.write("a", "other".getBytes(UTF_8));
    assertThat(lookup("a")).containsSame(before);
    pass(Duration.ofMinutes(16));
    Node after = lookup("a").orElseThrow();
    assertThat(after).isNotSameAs(before);
    assertThat(after.id()).isNotEqualTo(before.id());
    assertThat(after.ino()).isEqualTo(before.ino());
  }

  @Test
  void foreignRemoval_afterTheCacheTime_isSeen() throws Exception {
    write("a");
    write("b");
    assertThat(list(tree.root())).containsExactly("a", "b");
    memory.remove("a");
    pass(Duration.ofMinutes(16));
    assertThat(list(tree.root())).containsExactly("b");
    assertThat(lookup("a")).isEmpty();
  }

  @Test
  void removedName_isNotBroughtBackByAnOlderListing() throws Exception {
    write("a");
    write("b");
    Node a = lookup("a").orElseThrow();
    pass(Duration.ofMinutes(16));
    Gate gate = faulty.hold(call -> call.operation() == LIST);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var listing = threads.submit(() -> list(tree.root()));
      gate.awaitArrivals(1);
      pass(Duration.ofSeconds(1));
      tree.remove(a, Instant.EPOCH);
      gate.open();
      assertThat(listing.get()).containsExactly("b");
    }
  }

  @Test
  void keysThatAreNoPaths_areHidden() throws Exception {
    write("a//b");
    write("./x");
    write("../y");
    write("/z");
    write("n".repeat(300));
    write("good");
    assertThat(list(tree.root())).containsExactly("a", "good");
    assertThat(list((DirectoryNode) lookup("a").orElseThrow())).isEmpty();
  }

  @Test
  void fileAndPrefixOfOneName_showTheDirectory() throws Exception {
    write("a");
    write("a/b");
    assertThat(list(tree.root())).containsExactly("a");
    assertThat(lookup("a").orElseThrow()).isInstanceOf(DirectoryNode.class);
    assertThat(list((DirectoryNode) lookup("a").orElseThrow())).containsExactly("b");
  }

  @Test
  void links_haveTheNameWithoutSuffixAndTheTargetsLength() throws Exception {
    memory.write("l.rclonelink", "target".getBytes(UTF_8));
    Node link = lookup("l").orElseThrow();
    assertThat(link).isInstanceOf(LinkNode.class);
    assertThat(((LinkNode) link).size()).isEqualTo(6);
    assertThat(lookup("l.rclonelink")).isEmpty();
  }

  @Test
  void stream_ofThousandNames_isOneListAndNoOther() throws Exception {
    for (int i = 0; i < 1000; i++) {
      write(String.format("f%04d", i));
    }
    assertThat(list(tree.root())).hasSize(1000).isSorted();
    assertThat(store.calls()).hasSize(1);
    assertThat(list(tree.root())).hasSize(1000);
    assertThat(store.calls()).hasSize(1);
  }

  @Test
  void stream_ofManyPages_beginsWithTheFirst() throws Exception {
    memory.withPageSize(10);
    for (int i = 0; i < 25; i++) {
      write(String.format("f%02d", i));
    }
    ChildStream stream = names.stream(tree.root());
    assertThat(stream.next()).hasSize(10);
    assertThat(store.count(LIST)).isEqualTo(1);
    assertThat(stream.next()).hasSize(10);
    assertThat(stream.next()).hasSize(5);
    assertThat(stream.next()).isEmpty();
    assertThat(store.count(LIST)).isEqualTo(3);
  }

  @Test
  void madeDirectory_isKnownToBeEmpty() throws Exception {
    DirectoryNode made = tree.addDirectory(tree.root(), "d", Instant.EPOCH);
    assertThat(names.lookup(made, "x")).isEmpty();
    assertThat(list(made)).isEmpty();
    assertThat(store.calls()).isEmpty();
  }

  private void writeFolders(int folders) {
    for (int folder = 0; folder < folders; folder++) {
      for (int file = 0; file < 5; file++) {
        write(String.format("w/d%04d/f%d", folder, file));
      }
      write(String.format("w/d%04d/sub/deep", folder));
    }
  }

  private DirectoryNode directory(String path) throws Exception {
    DirectoryNode at = tree.root();
    for (String name : path.split("/", -1)) {
      at = (DirectoryNode) names.lookup(at, name).orElseThrow();
    }
    return at;
  }

  @Test
  void walk_overManyFolders_isFedFromFlatPages() throws Exception {
    writeFolders(200);
    for (String folder : list(directory("w"))) {
      assertThat(list(directory("w/" + folder))).hasSize(6).contains("f0", "f4", "sub");
      assertThat(list(directory("w/" + folder + "/sub"))).containsExactly("deep");
    }
    // Root, w, the first folders and their sub by themselves, and 1,200 keys in two pages.
    assertThat(store.count(LIST)).isLessThan(12);
  }

  @Test
  void walk_afterOwnChanges_doesNotUndoThem() throws Exception {
    writeFolders(20);
    DirectoryNode w = directory("w");
    List<String> folders = list(w);
    for (String folder : folders.subList(0, 5)) {
      list(directory("w/" + folder));
    }
    DirectoryNode later = directory("w/d0010");
    pass(Duration.ofSeconds(1));
    tree.addDirectory(later, "new", Instant.EPOCH);
    memory.remove("w/d0010/f0");
    assertThat(list(later)).contains("new", "f1");
  }

  @Test
  void walk_goingBack_listsByItself() throws Exception {
    writeFolders(30);
    for (int i = 10; i < 15; i++) {
      list(directory("w/d00" + i));
    }
    assertThat(list(directory("w/d0002"))).hasSize(6);
    assertThat(list(directory("w/d0020"))).hasSize(6);
  }

  @Test
  void walk_overADeepFolder_givesUpOnItAndGoesOn() throws Exception {
    memory.withPageSize(10);
    writeFolders(6);
    for (int i = 0; i < 300; i++) {
      write(String.format("w/d0003/sub/x%03d", i));
    }
    for (String folder : list(directory("w"))) {
      assertThat(list(directory("w/" + folder))).hasSize(6);
    }
  }
}
