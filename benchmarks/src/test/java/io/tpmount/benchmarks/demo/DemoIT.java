package io.tpmount.benchmarks.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer runs it, with little data. */
final class DemoIT {
  private static final long LIMIT_SECONDS = 300;
  private static final long CLEAN_UP_SECONDS = 60;

  @TempDir private Path temp;

  @BeforeAll
  static void needsFuse() {
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "/dev/fuse is absent: nothing can be mounted");
  }

  @Test
  void check_smallData_endsWithZeroAndLeavesNothing() throws Exception {
    Path output = Files.createTempFile("demo", ".out");
    try {
      Process demo = start(output);
      try {
        assertThat(demo.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended in time").isTrue();
      } finally {
        end(demo);
      }

      String said = Files.readString(output);
      assertThat(demo.exitValue()).as(said).isZero();
      assertThat(said).contains("All bytes came back as they were");
      assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(temp.toString());
      assertThat(temp).isEmptyDirectory();
    } finally {
      Files.delete(output);
    }
  }

  private Process start(Path output) throws IOException {
    Path script = Path.of("../scripts/demo").toRealPath();
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "--check", "--small")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TMPDIR", temp.toString());
    return builder.start();
  }

  private static void end(Process demo) throws InterruptedException {
    demo.destroy();
    if (!demo.waitFor(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
      demo.destroyForcibly();
    }
  }
}
