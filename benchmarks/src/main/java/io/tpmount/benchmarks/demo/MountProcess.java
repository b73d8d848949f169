package io.tpmount.benchmarks.demo;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code tpmount} command as a child process, and the mount it serves. */
final class MountProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);
  private static final Duration END_LIMIT = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int LOG_LINES = 8;

  private final Workplace place;
  private final Process process;

  private MountProcess(Workplace place, Process process) {
    this.place = place;
    this.process = process;
  }

  /** Starts the command; the bucket is not mounted yet when this returns. */
  static MountProcess launch(Path command, S3Server server, String bucket, Workplace place)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(command, server, bucket, place))
            .redirectErrorStream(true)
            .redirectOutput(place.log().toFile());
    adjust(builder.environment(), server);
    return new MountProcess(place, builder.start());
  }

  /** In a session of its own: the terminal's Ctrl-C is for the demo, which then ends the mount. */
  private static List<String> commandLine(
      Path command, S3Server server, String bucket, Workplace place) {
    return List.of(
        "setsid",
        command.toString(),
        bucket,
        place.mountPoint().toString(),
        "--endpoint=" + server.endpoint(),
        "--region=" + server.region(),
        "--config=",
        "--cache-dir=" + place.cache(),
        "--log-level=INFO");
  }

  /** What the user has set for buckets of their own shall not count here. */
  private static void adjust(Map<String, String> environment, S3Server server) {
    environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("RCLONE_"));
    environment.put("AWS_ACCESS_KEY_ID", server.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
  }

  /** Returns when the bucket is mounted. */
  void awaitMounted() throws IOException, InterruptedException {
    long startedAt = System.nanoTime();
    while (!LazyUnmount.isMounted(place.mountPoint())) {
      if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DemoFailure("tpmount ended before it had mounted:\n" + logTail());
      }
      if (System.nanoTime() - startedAt > START_LIMIT.toNanos()) {
        throw new DemoFailure("tpmount did not mount within " + START_LIMIT + ":\n" + logTail());
      }
    }
  }

  /** The most memory the process had so far, without what is swapped out. */
  ByteSize peakMemory() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    Matcher peak = PEAK_MEMORY.matcher(status);
    if (!peak.find()) {
      throw new IOException("no VmHWM in /proc/" + process.pid() + "/status");
    }
    return ByteSize.ofKib(Long.parseLong(peak.group(1)));
  }

  /** The end of what the process said. */
  String logTail() throws IOException {
    List<String> lines = Files.readAllLines(place.log(), StandardCharsets.UTF_8);
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return "  " + String.join("\n  ", last);
  }

  /** Asks the process to end, and waits until everything is uploaded and nothing is mounted. */
  void end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new DemoFailure("tpmount did not end within " + DRAIN_LIMIT + ":\n" + logTail());
    }
    if (process.exitValue() != 0) {
      throw new DemoFailure("tpmount ended with " + process.exitValue() + ":\n" + logTail());
    }
    if (LazyUnmount.isMounted(place.mountPoint())) {
      throw new DemoFailure(place.mountPoint() + " is still mounted after tpmount's end");
    }
  }

  /** Ends process and mount in whatever way they let themselves be ended. Idempotent. */
  @Override
  public void close() throws IOException {
    process.destroy();
    if (!endsWithin(END_LIMIT)) {
      process.destroy(); // the second signal gives up on uploads
    }
    if (!endsWithin(END_LIMIT)) {
      process.destroyForcibly();
      process.onExit().join();
    }
    LazyUnmount.detach(place.mountPoint());
  }

  /** Not interruptible, other than the process's own method. */
  private boolean endsWithin(Duration limit) {
    return process
        .onExit()
        .thenApply(_ -> true)
        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
