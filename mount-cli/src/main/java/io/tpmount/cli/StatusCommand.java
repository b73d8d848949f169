package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.Verb;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tpmount status MOUNTPOINT}: what is not uploaded yet. */
@Command(
    name = "status",
    description = "Show a mount's process and what is not uploaded yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class StatusCommand extends ControlCommand {
  @Option(names = "--json", description = "as one JSON object")
  private boolean json;

  StatusCommand(Surroundings around) {
    super(around);
  }

  @Override
  int converse(ControlClient client) throws IOException {
    Report report = client.ask(Verb.STATUS).orElseThrow(this::endedEarly);
    around().out().println(json ? ControlClient.json(report) : describe(report));
    return 0;
  }

  private static String describe(Report report) {
    return "%s on %s: %s, process %d, %s"
        .formatted(
            report.remote(),
            report.mountPoint(),
            report.state().name().toLowerCase(Locale.ROOT),
            report.pid(),
            report.pending().isEmpty()
                ? "everything is uploaded"
                : "not uploaded yet: " + report.pending());
  }
}
