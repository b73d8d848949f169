package io.tpmount.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The samples of all rounds; of several of one kind the median counts. */
record Results(List<Sample> samples) {
  Results {
    samples = List.copyOf(samples);
  }

  Optional<Double> median(Workload workload, String system, ToDoubleFunction<Sample> value) {
    double[] sorted =
        samples.stream()
            .filter(sample -> sample.workload() == workload && sample.system().equals(system))
            .mapToDouble(value)
            .sorted()
            .toArray();
    return sorted.length == 0 ? Optional.empty() : Optional.of(sorted[sorted.length / 2]);
  }

  /** The systems measured, in the order in which they first came. */
  List<String> systems() {
    return samples.stream().map(Sample::system).distinct().toList();
  }

  /** A table in Markdown: one row for each workload and system. */
  String table() {
    StringBuilder out = new StringBuilder();
    out.append("| workload | system | value | × of tpmount | requests | MiB from the store |");
    out.append(" CPU s | peak MiB |\n|---|---|---:|---:|---:|---:|---:|---:|\n");
    for (Workload workload : Workload.values()) {
      for (String system : systems()) {
        median(workload, system, Sample::value)
            .ifPresent(value -> out.append(row(workload, system, value)));
      }
    }
    return out.toString();
  }

  private String row(Workload workload, String system, double value) {
    String ratio =
        median(workload, Candidates.TPMOUNT, Sample::value)
            .map(own -> String.format(Locale.ROOT, "%.2f", workload.ratio(value, own)))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s %s | %s | %.0f | %.1f | %.2f | %.0f |%n",
        workload.title(),
        system,
        number(value),
        workload.unit(),
        ratio,
        median(workload, system, Sample::requests).orElseThrow(),
        median(workload, system, Sample::bytes).orElseThrow() / (1 << 20),
        median(workload, system, Sample::cpuSeconds).orElseThrow(),
        median(workload, system, Sample::peakMib).orElseThrow());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%.0f", value);
  }

  /** Whether the values of a workload exist for all of these. */
  boolean has(Workload workload, String... systems) {
    return Arrays.stream(systems)
        .allMatch(system -> median(workload, system, Sample::value).isPresent());
  }
}
