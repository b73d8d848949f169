package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One process of tpmount. Closing it kills it, should it still run. */
final class RunningTpmount implements AutoCloseable {
  /** The machine may be busy with other tests. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path directory;

  RunningTpmount(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Returns when it says that the mount answers; fails with its words if it ends before. */
  RunningTpmount awaitMounted() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> out().contains("is mounted at") || !process.isAlive());
    assertThat(process.isAlive()).as("%s%s", out(), err()).isTrue();
    return this;
  }

  /** Its exit code, once it has ended by itself. */
  int awaitExit() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("still running%n%s%s", out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void signal(String name) {
    Shell.run("kill", "-" + name, Long.toString(process.pid()));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return read("out");
  }

  String err() {
    return read("err");
  }

  private String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
