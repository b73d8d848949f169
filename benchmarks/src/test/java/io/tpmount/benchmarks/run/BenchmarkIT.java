package io.tpmount.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.fuse.sys.Libc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That benchmarks/run works; its numbers are not looked at here. */
class BenchmarkIT {
  private static final long LIMIT_SECONDS = 300;

  @TempDir private Path temp;

  @Test
  void run_tinyData_measuresAndLeavesNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "/dev/fuse is absent: nothing can be mounted");
    assumeTrue(Libc.geteuid() == 0, "only root can drop the page cache");
    Path output = Files.createTempFile("benchmark", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of("run").toRealPath().toString(),
                "--factor=0.001",
                "--only=SEQUENTIAL_COLD,WRITE_CLOSE")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TMPDIR", temp.toString());
    builder.environment().put("RCLONE", "/nonexistent");
    Process run = builder.start();
    try {
      assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended in time").isTrue();
      String said = Files.readString(output);
      assertThat(run.exitValue()).as(said).isZero();
      assertThat(said)
          .contains(Workload.START.title())
          .contains("| " + Workload.SEQUENTIAL_HOT.title() + " | " + LocalRound.NAME + " |")
          .contains("| " + Workload.WRITE_VISIBLE.title() + " | " + Candidates.TPMOUNT + " |");
      assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(temp.toString());
      assertThat(temp).isEmptyDirectory();
    } finally {
      run.destroy();
      if (!run.waitFor(30, TimeUnit.SECONDS)) {
        run.destroyForcibly();
      }
      Files.delete(output);
    }
  }
}
