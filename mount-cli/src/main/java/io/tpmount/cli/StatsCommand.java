package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code tpmount stats MOUNTPOINT}: every count of a mount, one a line. */
@Command(
    name = "stats",
    description = "Print what a mount has done since its start, one count a line.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class StatsCommand extends ControlCommand {
  StatsCommand(Surroundings around) {
    super(around);
  }

  @Override
  int converse(ControlClient client) throws IOException {
    Report report = client.ask(Verb.STATUS).orElseThrow(this::endedEarly);
    Figures figures = report.figures();
    print("uptime_seconds", figures.uptimeSeconds());
    print("calls", figures.calls().count());
    print("calls_failed", figures.calls().failed());
    print("read_bytes", figures.calls().readBytes());
    print("written_bytes", figures.calls().writtenBytes());
    print("requests", figures.requests().count());
    print("requests_failed", figures.requests().failed());
    print("requests_in_flight", figures.requests().inFlight());
    print("received_bytes", figures.requests().receivedBytes());
    print("sent_bytes", figures.requests().sentBytes());
    print("cache_hit_bytes", figures.reads().atHandBytes());
    print("cache_miss_bytes", figures.reads().awaitedBytes());
    print("cache_used_bytes", figures.cache().usedBytes());
    print("cache_dirty_bytes", figures.cache().dirtyBytes());
    print("cache_files", figures.cache().files());
    print("cache_dirty_files", figures.cache().dirtyFiles());
    print("memory_used_bytes", figures.memory().usedBytes());
    print("memory_limit_bytes", figures.memory().limitBytes());
    print("open_files", figures.openFiles());
    print("pending_files", report.pending().files());
    print("pending_bytes", report.pending().bytes());
    print("pending_failed", report.pending().failed());
    return ExitCode.DONE.number();
  }

  private void print(String name, long value) {
    around().out().println(name + " " + value);
  }
}
