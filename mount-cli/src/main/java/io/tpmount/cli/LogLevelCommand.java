package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Progress;
import io.tpmount.cli.control.Request;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.log.Threshold;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tpmount log-level MOUNTPOINT LEVEL}: changes what a running mount logs. */
@Command(
    name = "log-level",
    description = "Change what a running mount logs.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class LogLevelCommand extends ControlCommand {
  @Parameters(
      index = "1",
      paramLabel = "LEVEL",
      description = "${COMPLETION-CANDIDATES}, in any case")
  private Threshold level;

  LogLevelCommand(Surroundings around) {
    super(around);
  }

  @Override
  int converse(ControlClient client) throws IOException {
    client.command(new Request(Verb.LOG_LEVEL, List.of(), level.name()));
    Progress answer = client.progress().orElseThrow(this::endedEarly);
    if (answer.state() == Progress.Step.FAILED) {
      throw CommandFailure.failed(answer.message());
    }
    return ExitCode.DONE.number();
  }
}
