package io.tpmount.cli;

import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.log.Printable;
import io.tpmount.vfs.unit.ByteSize;
import java.util.List;
import java.util.Locale;

/** A mount's report as people read it. */
final class StatusText {
  private StatusText() {}

  /** The whole mount in one line. */
  static String line(Report report) {
    return Printable.of(
        "%s on %s: %s, process %d, %s"
            .formatted(
                report.remote(),
                report.mountPoint(),
                report.state().name().toLowerCase(Locale.ROOT),
                report.pid(),
                pending(report)));
  }

  /** The live view: what happened between two reports. */
  static List<String> view(Report before, Report now, double seconds) {
    Figures.Calls calls = now.figures().calls();
    Figures.Requests requests = now.figures().requests();
    Figures.Requests earlier = before.figures().requests();
    Figures.Reads reads = between(before.figures().reads(), now.figures().reads());
    return List.of(
        line(now),
        "",
        "programs   read  %s   write %s   calls %d (%d failed)"
            .formatted(
                rate(before.figures().calls().readBytes(), calls.readBytes(), seconds),
                rate(before.figures().calls().writtenBytes(), calls.writtenBytes(), seconds),
                calls.count(),
                calls.failed()),
        "store      get   %s   put   %s   in flight %d, %d requests (%d failed)"
            .formatted(
                rate(earlier.receivedBytes(), requests.receivedBytes(), seconds),
                rate(earlier.sentBytes(), requests.sentBytes(), seconds),
                requests.inFlight(),
                requests.count(),
                requests.failed()),
        "cache      %5.1f %% of reads found, %s on disk in %d files"
            .formatted(
                100 * reads.hitRate(),
                new ByteSize(now.figures().cache().usedBytes()),
                now.figures().cache().files()),
        "memory     %s of %s in flight"
            .formatted(
                new ByteSize(now.figures().memory().usedBytes()),
                new ByteSize(now.figures().memory().limitBytes())),
        "files      %d open".formatted(now.figures().openFiles()));
  }

  private static Figures.Reads between(Figures.Reads before, Figures.Reads now) {
    return new Figures.Reads(
        now.atHandBytes() - before.atHandBytes(), now.awaitedBytes() - before.awaitedBytes());
  }

  private static String pending(Report report) {
    return report.pending().isEmpty()
        ? "everything is uploaded"
        : "not uploaded yet: " + report.pending();
  }

  private static String rate(long before, long now, double seconds) {
    return "%8.1f MiB/s".formatted((double) (now - before) / seconds / (1 << 20));
  }
}
