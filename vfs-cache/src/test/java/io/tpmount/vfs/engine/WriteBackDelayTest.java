package io.tpmount.vfs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.Entry;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the upload of a closed file begins while others look at the file. */
class WriteBackDelayTest {
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String NAME = "log.txt";
  private static final byte[] TEXT = "step 1000".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path cache;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private VirtualFileSystem vfs;
  private VfsShell shell;

  @BeforeEach
  void start() throws Exception {
    vfs = VirtualFileSystem.open(TestOptions.at(cache, DELAY), store);
    shell = new VfsShell(vfs);
  }

  @AfterEach
  void stop() throws Exception {
    vfs.close();
  }

  @Test
  void regression_fileReadAgainAndAgain_isUploaded() throws Exception {
    shell.write(NAME, TEXT);

    await()
        .atMost(LIMIT)
        .pollInterval(DELAY.dividedBy(10))
        .untilAsserted(
            () -> {
              assertThat(shell.read(NAME)).isEqualTo(TEXT);
              assertThat(store.bytes(NAME)).contains(TEXT);
            });
  }

  @Test
  void regression_fileHeldOpenByReader_isUploaded() throws Exception {
    shell.write(NAME, TEXT);
    Entry file = ((LookupResult.Found) vfs.lookup(NodeId.ROOT, NAME).get()).entry();
    HandleId handle = vfs.open(file.node(), OpenMode.READ).get().handle();

    await().atMost(LIMIT).untilAsserted(() -> assertThat(store.bytes(NAME)).contains(TEXT));

    vfs.release(handle).get();
    vfs.forget(file.node(), 1);
  }
}
