package io.tpmount.cli;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.control.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code tpmount unmount MOUNTPOINT}: ends a mount and waits until everything is uploaded. */
@Command(
    name = "unmount",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class,
    description =
        "Unmount, and wait until everything is uploaded; exit code 3: files are left for the next"
            + " mount.")
final class UnmountCommand extends ControlCommand {
  UnmountCommand(Surroundings around) {
    super(around);
  }

  @Override
  int converse(ControlClient client) throws IOException {
    Report report = client.ask(Verb.UNMOUNT).orElseThrow(this::endedEarly);
    Backlog told = Backlog.NONE;
    while (report.state() != State.ENDED) {
      if (!report.pending().equals(told)) {
        told = report.pending();
        around().err().println("uploading: " + told + " left");
      }
      report = client.next().orElseThrow(this::endedEarly);
    }
    if (!report.pending().isEmpty()) {
      around().err().println("left in the cache for the next mount: " + report.pending());
    }
    return report.exitCode();
  }
}
