package io.tpmount.vfs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.behaviour.DirectoryShell;
import io.tpmount.vfs.behaviour.ModelCase;
import io.tpmount.vfs.behaviour.Shell;
import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.store.InMemoryObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file system does what a local one does: random operations, compared step by step; then all of
 * it after a restart with its cache, after the uploads, and with an empty cache.
 */
class VfsModelTest {
  private static final int STEPS = 40;
  private static final int CASES_OF_ROUND = 50;

  @TempDir Path scratch;

  private final InMemoryObjectStore store = new InMemoryObjectStore();

  private VirtualFileSystem open(String cache, Duration writeBack) throws Exception {
    return VirtualFileSystem.open(TestOptions.at(scratch.resolve(cache), writeBack), store);
  }

  @Test
  void operations_ofFixedSeeds_areAsOnALocalFileSystem() throws Exception {
    for (int round = 0; round < 4; round++) {
      round(round, 1000L * round);
    }
  }

  @Test
  @Tag("all")
  void operations_ofRandomSeeds_areAsOnALocalFileSystem() throws Exception {
    for (int round = 0; round < 60; round++) {
      round(round, System.nanoTime());
    }
  }

  /** Every other round uploads while it changes. */
  private void round(int round, long seed) throws Exception {
    Path local = Files.createDirectory(scratch.resolve("local" + round));
    Shell model = new DirectoryShell(local);
    Duration writeBack = round % 2 == 0 ? Duration.ofHours(1) : Duration.ZERO;
    String cache = "cache" + round;
    String top = "round" + round;
    model.mkdir(top);
    Map<String, String> expected;
    try (VirtualFileSystem vfs = open(cache, writeBack)) {
      VfsShell shell = new VfsShell(vfs);
      shell.mkdir(top);
      for (int n = 0; n < CASES_OF_ROUND; n++) {
        new ModelCase(shell, model, top + "/case" + n, seed + n).run(STEPS);
      }
      expected = ModelCase.tree(model, top);
      assertThat(vfs.openHandles()).isZero();
    }
    try (VirtualFileSystem vfs = open(cache, writeBack)) {
      assertThat(ModelCase.tree(new VfsShell(vfs), top)).as("restarted").isEqualTo(expected);
      vfs.drain().get(5, TimeUnit.MINUTES);
      assertThat(ModelCase.tree(new VfsShell(vfs), top)).as("uploaded").isEqualTo(expected);
    }
    try (VirtualFileSystem vfs = open("other-" + cache, writeBack)) {
      assertThat(ModelCase.tree(new VfsShell(vfs), top)).as("bucket").isEqualTo(expected);
    }
  }
}
