package io.tpmount.benchmarks.run;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.tpmount.fuse.sys.MountTable;
import io.tpmount.s3.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A bucket mounted by a candidate, with a cache that begins empty and goes with it. */
final class Mount implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int END_SECONDS = 120;
  private static final double TICKS_PER_SECOND = 100;

  /** Places of /proc/PID/stat behind the command's name: utime and stime. */
  private static final int UTIME = 11;

  private final Path home;
  private final Process process;

  private Mount(Path home, Process process) {
    this.home = home;
    this.process = process;
  }

  static Mount start(Candidate candidate, S3Server server, String bucket) throws IOException {
    Path home = Files.createTempDirectory("tpmount-bench").toRealPath();
    Path mountPoint = Files.createDirectory(home.resolve("mnt"));
    ProcessBuilder builder =
        new ProcessBuilder(candidate.commandLine(server, bucket, mountPoint, home.resolve("cache")))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(AWS|RCLONE)_.*"));
    builder.environment().putAll(candidate.environment(server));
    Mount mount = new Mount(home, builder.start());
    try {
      mount.awaitMounted();
      return mount;
    } catch (IOException e) {
      mount.close();
      throw e;
    }
  }

  Path root() {
    return home.resolve("mnt");
  }

  private boolean isMounted() throws IOException {
    return MountTable.read().at(root()).isPresent();
  }

  private void awaitMounted() throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!isMounted()) {
      if (endsWithin(10, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
        throw new IOException("not mounted:\n" + Files.readString(home.resolve("log")));
      }
    }
  }

  double cpuSeconds() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
  }

  double peakMib() throws IOException {
    return Files.readAllLines(proc("status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .max()
            .orElse(0)
        / 1024.0;
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Has these mounted files come from the mount's own cache on the disk. */
  void dropPages(List<Path> files) throws IOException {
    files.forEach(PageCache::drop);
    PageCache.dropBelow(home.resolve("cache"));
  }

  /** Throws when nobody serves the mount any more. */
  void requireServed() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("the mount ended:\n" + Files.readString(home.resolve("log")));
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    int exitCode = process.onExit().join().exitValue();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exitCode);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    if (!endsWithin(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      boolean ignored = endsWithin(END_SECONDS, TimeUnit.SECONDS);
    }
    if (isMounted()) {
      run("umount", "-l", root().toString());
    }
    MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private boolean endsWithin(long time, TimeUnit unit) {
    return process
        .onExit()
        .thenApply(_ -> true)
        .completeOnTimeout(false, unit.toMillis(time), TimeUnit.MILLISECONDS)
        .join();
  }
}
