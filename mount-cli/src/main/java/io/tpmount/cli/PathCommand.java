package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Progress;
import io.tpmount.cli.control.Request;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.log.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A verb that has a running mount do something about a path in it. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionCommand.Text.class)
final class PathCommand implements Callable<Integer> {
  private final Surroundings around;
  private final Verb verb;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "a mount point, or a path below one (default: the current directory)")
  private Path path = Path.of("");

  private PathCommand(Surroundings around, Verb verb) {
    this.around = around;
    this.verb = verb;
  }

  static CommandLine commandLine(Surroundings around, Verb verb, String name, String description) {
    CommandLine command = new CommandLine(new PathCommand(around, verb));
    command.getCommandSpec().name(name);
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  @Override
  public Integer call() {
    Path asked = path.toAbsolutePath().normalize();
    ServingMount mount = ServingMount.of(asked, around);
    try (ControlClient client = mount.connect()) {
      client.command(Request.about(verb, List.of(mount.below(asked))));
      return follow(client, asked);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the process that serves " + asked + " did not answer: " + e.getMessage());
    }
  }

  private int follow(ControlClient client, Path asked) throws IOException {
    while (true) {
      Progress progress =
          client
              .progress()
              .orElseThrow(
                  () -> CommandFailure.failed("the process that serves " + asked + " ended"));
      if (progress.state() == Progress.Step.FAILED) {
        throw CommandFailure.failed(asked + ": " + Printable.of(progress.message()));
      }
      if (progress.isLast()) {
        return ExitCode.DONE.number();
      }
      if (verb == Verb.FLUSH) {
        around.err().printf("uploading: %d files left%n", progress.totalFiles());
      }
    }
  }
}
