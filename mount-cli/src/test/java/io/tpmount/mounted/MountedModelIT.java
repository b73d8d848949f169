package io.tpmount.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.s3.testing.fast.FastS3Process;
import io.tpmount.vfs.behaviour.DirectoryShell;
import io.tpmount.vfs.behaviour.ModelCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount does what a local directory does, step by step, and so does its bucket afterwards. */
class MountedModelIT {
  private static final int STEPS = 40;

  @TempDir Path scratch;

  @Test
  void operations_ofFixedSeeds_areAsInALocalDirectory() throws Exception {
    run(6, 77);
  }

  @Test
  @Tag("all")
  void operations_ofRandomSeeds_areAsInALocalDirectory() throws Exception {
    run(200, System.nanoTime());
  }

  private void run(int cases, long seed) throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse");
    String bucket = "model-" + UUID.randomUUID();
    DirectoryShell model = new DirectoryShell(Files.createDirectory(scratch.resolve("local")));
    try (FastS3Process server = FastS3Process.start();
        TestS3Client client = TestS3Client.of(server, bucket).createBucket()) {
      Map<String, String> expected;
      try (InProcessMount mount =
          InProcessMount.start(server, client.bucket(), scratch.resolve("first"))) {
        DirectoryShell shell = new DirectoryShell(mount.root());
        shell.mkdir("top");
        model.mkdir("top");
        for (int n = 0; n < cases; n++) {
          new ModelCase(shell, model, "top/case" + n, seed + n).run(STEPS);
        }
        expected = ModelCase.tree(model, "top");
      }
      try (InProcessMount mount =
          InProcessMount.start(server, client.bucket(), scratch.resolve("second"))) {
        assertThat(ModelCase.tree(new DirectoryShell(mount.root()), "top")).isEqualTo(expected);
      }
    }
  }
}
