package io.tpmount.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That benchmarks/run works; its numbers are not looked at here. */
final class BenchmarkIT {
  private static final long LIMIT_SECONDS = 300;
  private static final long CLEAN_UP_SECONDS = 60;

  @TempDir private Path temp;
  @TempDir private Path results;

  @Test
  void run_tinyData_measuresAndLeavesNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "/dev/fuse is absent: nothing can be mounted");
    Process run = start();
    try {
      assertThat(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended in time").isTrue();
    } finally {
      end(run);
    }

    String said = Files.readString(results.resolve("output"));
    assertThat(run.exitValue()).as(said).isZero();
    String table = Files.readString(results.resolve("document"));
    assertThat(said).contains(table.substring(table.indexOf("| workload")));
    assertThat(table)
        .contains("| " + Workload.START.title() + " | " + Candidates.TPMOUNT + " |")
        .contains("| " + Workload.SEQUENTIAL_HOT.title() + " | " + LocalRound.NAME + " |")
        .contains("| " + Workload.WRITE_VISIBLE.title() + " | " + Candidates.TPMOUNT + " |");
    String json = Files.readString(results.resolve("json"));
    assertThat(JsonParser.parseString(json).getAsJsonArray()).isNotEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(temp.toString());
    assertThat(temp).isEmptyDirectory();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of("run").toRealPath().toString(),
                "--factor=0.001",
                "--only=SEQUENTIAL_COLD,WRITE_CLOSE",
                "--json=" + results.resolve("json"),
                "--document=" + results.resolve("document"))
            .redirectErrorStream(true)
            .redirectOutput(results.resolve("output").toFile());
    builder.environment().put("TMPDIR", temp.toString());
    builder.environment().put("RCLONE", "/nonexistent");
    return builder.start();
  }

  private static void end(Process run) throws InterruptedException {
    run.destroy();
    if (!run.waitFor(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
      run.destroyForcibly();
    }
  }
}
