package io.tpmount.benchmarks.run;

import com.google.gson.GsonBuilder;
import io.tpmount.benchmarks.demo.StopSignal;
import io.tpmount.cli.log.LogOptions;
import io.tpmount.cli.log.Logging;
import io.tpmount.cli.log.Threshold;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.s3.testing.fast.FastS3Process;
import io.tpmount.s3.testing.fast.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description = {
      "Measure workloads through tpmount, through rclone where $RCLONE or $PATH has it, and on a"
          + " local file, against an S3 server on this machine.",
      "Exit code 1: a bound of --check is missed."
    })
public final class Benchmark implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Option(names = "--factor", description = "how much data, 1 being 1 GiB (default: 0.25)")
  private double factor = 0.25;

  @Option(names = "--rounds", description = "of each system, in turn (default: 1)")
  private int rounds = 1;

  @Option(names = "--latency", description = "milliseconds before each answer (default: 0)")
  private long latency;

  @Option(names = "--rate", description = "MB/s of each connection, 0 for no limit (default: 0)")
  private long rate;

  @Option(
      names = "--only",
      split = ",",
      description = "measure these and what shares a mount with them: ${COMPLETION-CANDIDATES}")
  private Set<Workload> only = EnumSet.allOf(Workload.class);

  @Option(names = "--json", description = "write all samples to this file")
  private Path json;

  @Option(names = "--document", description = "write the table to this file, as Markdown")
  private Path document;

  @Option(names = "--check", description = "compare with the bounds that must hold")
  private boolean check;

  @Option(names = "--help", usageHelp = true, description = "show this")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(names = "--tpmount", required = true, hidden = true, description = "the command to run")
  private Path command;

  private Benchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    StopSignal stop = StopSignal.interrupting(Thread.currentThread());
    try {
      return measureAndTell();
    } catch (IOException | RuntimeException e) {
      if (stop.isReceived()) {
        return stop.exitCode();
      }
      throw e;
    }
  }

  private int measureAndTell() throws IOException {
    try (Logging _ = Logging.start(LogOptions.onStandardError(Threshold.ERROR))) {
      Results results = measure();
      System.out.println(results.table());
      if (json != null) {
        Files.writeString(
            json, new GsonBuilder().setPrettyPrinting().create().toJson(results.samples()));
      }
      if (document != null) {
        Files.writeString(document, Document.of(results, conditions()));
      }
      return check ? report(results) : 0;
    }
  }

  private Results measure() throws IOException {
    Sizes sizes = Sizes.of(factor);
    List<Candidate> candidates = Candidates.found(command);
    List<Sample> samples = new ArrayList<>();
    Path scratch = Files.createTempDirectory("tpmount-bench-data");
    try (FastS3Process server =
            FastS3Process.start(new Wire(Duration.ofMillis(latency), rate * 1_000_000));
        TestS3Client client = TestS3Client.of(server, "bench").createBucket()) {
      BucketData.fill(client, sizes, scratch);
      for (int round = 0; round < rounds; round++) {
        for (Candidate candidate : candidates) {
          samples.addAll(new Round(candidate, server, client, sizes, only).run());
        }
        samples.addAll(new LocalRound(scratch.resolve("big"), sizes).run());
      }
    } finally {
      Files.deleteIfExists(scratch.resolve("big"));
      Files.deleteIfExists(scratch.resolve("part"));
      Files.delete(scratch);
    }
    return new Results(samples);
  }

  private String conditions() {
    return ("`benchmarks/run --factor=%s --rounds=%d --latency=%d --rate=%d`: %.0f MiB in the large"
            + " file, %d CPUs shared by server, mount and reader")
        .formatted(
            factor,
            rounds,
            latency,
            rate,
            Sizes.of(factor).bigBytes() / MIB,
            Runtime.getRuntime().availableProcessors());
  }

  private static int report(Results results) {
    List<String> missed =
        Bound.ALL.stream().flatMap(bound -> bound.missedIn(results).stream()).toList();
    missed.forEach(line -> System.out.println("missed: " + line));
    return missed.isEmpty() ? 0 : 1;
  }
}
