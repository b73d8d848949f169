package io.tpmount.vfs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.Entry;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which open files a driver may hand to the kernel whole. */
class PassthroughTest {
  private static final String NAME = "weights";
  private static final byte[] BYTES = "tensor".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path cache;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private VirtualFileSystem vfs;
  private Entry file;

  @BeforeEach
  void start() throws Exception {
    store.write(NAME, BYTES);
    vfs = VirtualFileSystem.open(TestOptions.at(cache, Duration.ofHours(1)), store);
    file = ((LookupResult.Found) vfs.lookup(NodeId.ROOT, NAME).get()).entry();
  }

  @AfterEach
  void stop() throws Exception {
    vfs.forget(file.node(), 1);
    vfs.close();
  }

  private HandleId open(OpenMode mode) throws Exception {
    return vfs.open(file.node(), mode).get().handle();
  }

  @Test
  void passthrough_fileReadBefore_isAllOfIt() throws Exception {
    HandleId first = open(OpenMode.READ);
    assertThat(vfs.passthrough(first)).isEmpty();
    vfs.release(first).get();
    assertThat(new VfsShell(vfs).read(NAME)).isEqualTo(BYTES);

    HandleId handle = open(OpenMode.READ);
    try (Passthrough whole = vfs.passthrough(handle).orElseThrow()) {
      vfs.release(handle).get();
      assertThat(Files.readAllBytes(Path.of("/proc/self/fd/" + whole.fd()))).isEqualTo(BYTES);
    }
  }

  @Test
  void passthrough_handleThatWrites_isRefused() throws Exception {
    assertThat(new VfsShell(vfs).read(NAME)).isEqualTo(BYTES);
    HandleId handle = open(OpenMode.READ_WRITE);
    assertThat(vfs.passthrough(handle)).isEmpty();
    vfs.release(handle).get();
  }
}
