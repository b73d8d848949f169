package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tpmount status MOUNTPOINT}: what a mount does, and what is not uploaded yet. */
@Command(
    name = "status",
    description = "Show a mount's process and what is not uploaded yet.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class StatusCommand extends ControlCommand {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";
  private static final double NANOS = 1e9;

  @Option(names = "--json", description = "as one JSON object; docs/CONTROL.md describes it")
  private boolean json;

  @Option(names = "--watch", description = "look every second until the mount ends or Ctrl-C")
  private boolean watch;

  StatusCommand(Surroundings around) {
    super(around);
  }

  @Override
  int converse(ControlClient client) throws IOException {
    Report report = client.ask(Verb.STATUS).orElseThrow(this::endedEarly);
    if (watch) {
      return follow(report);
    }
    around().out().println(json ? ControlClient.json(report) : StatusText.line(report));
    return ExitCode.DONE.number();
  }

  private int follow(Report first) {
    Report before = first;
    long beforeAt = System.nanoTime();
    try {
      while (before.state() != State.ENDED) {
        Thread.sleep(BETWEEN_LOOKS);
        Report now = look();
        long at = System.nanoTime();
        show(before, now, (double) (at - beforeAt) / NANOS);
        before = now;
        beforeAt = at;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CommandFailure e) {
      around().out().println("the mount has ended");
    }
    return ExitCode.DONE.number();
  }

  private void show(Report before, Report now, double seconds) {
    if (json) {
      around().out().println(ControlClient.json(now));
      return;
    }
    if (Optional.ofNullable(System.console()).isPresent()) {
      around().out().print(CLEAR_SCREEN);
    }
    StatusText.view(before, now, seconds).forEach(around().out()::println);
    around().out().flush();
  }

  private Report look() {
    try (ControlClient client = connect()) {
      return client.ask(Verb.STATUS).orElseThrow(this::endedEarly);
    } catch (IOException e) {
      throw endedEarly();
    }
  }
}
