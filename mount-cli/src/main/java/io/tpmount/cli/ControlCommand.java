package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.RuntimeDirectory;
import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/** A verb that talks to the process of a running mount. */
abstract sealed class ControlCommand implements Callable<Integer>
    permits LogLevelCommand, StatsCommand, StatusCommand, UnmountCommand {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "MOUNTPOINT", description = "where it is mounted")
  private Path mountPoint;

  ControlCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public final Integer call() {
    try (ControlClient client = connect()) {
      return converse(client);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the process that serves " + mountPoint + " did not answer: " + e.getMessage());
    }
  }

  /** Returns the exit code. */
  abstract int converse(ControlClient client) throws IOException;

  final Surroundings around() {
    return around;
  }

  final Path mountPoint() {
    return mountPoint;
  }

  final CommandFailure endedEarly() {
    return CommandFailure.failed(
        "the process that served " + mountPoint + " ended without an answer");
  }

  final ControlClient connect() throws IOException {
    RuntimeDirectory directory = RuntimeDirectory.of(around.identity().uid(), around.variables());
    try {
      return ControlClient.connect(directory.socketOf(mountPoint));
    } catch (ControlClient.NobodyThere e) {
      throw CommandFailure.failed("no tpmount of this user serves " + mountPoint);
    }
  }
}
