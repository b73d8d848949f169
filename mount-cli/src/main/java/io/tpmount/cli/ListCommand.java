package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.RuntimeDirectory;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tpmount list}: the mounts of this machine that this user may ask. */
@Command(
    name = "list",
    description = "Show the running mounts: this user's, for root everybody's.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class ListCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "as one JSON object a line")
  private boolean json;

  ListCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try {
      for (RuntimeDirectory directory :
          RuntimeDirectory.all(around.identity().uid(), around.variables())) {
        for (Path socket : directory.sockets()) {
          ask(socket).ifPresent(this::print);
        }
      }
      return ExitCode.DONE.number();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot look for mounts: " + e.getMessage());
    }
  }

  private static Optional<Report> ask(Path socket) {
    try (ControlClient client = ControlClient.connect(socket)) {
      return client.ask(Verb.STATUS);
    } catch (IOException e) {
      // Left behind by a process that is gone.
      return Optional.empty();
    }
  }

  private void print(Report report) {
    around.out().println(json ? ControlClient.json(report) : StatusText.line(report));
  }
}
