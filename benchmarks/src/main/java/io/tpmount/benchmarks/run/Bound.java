package io.tpmount.benchmarks.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A ratio that must hold between tpmount and another system of the same run.
 *
 * @param atLeast how many times as good tpmount must be
 */
record Bound(Workload workload, String other, double atLeast) {
  static final List<Bound> ALL =
      List.of(
          new Bound(Workload.SEQUENTIAL_COLD, Candidates.RCLONE, 2.5),
          new Bound(Workload.SEQUENTIAL_WARM, LocalRound.NAME, 0.9),
          new Bound(Workload.SEQUENTIAL_HOT, LocalRound.NAME, 0.8),
          new Bound(Workload.RANDOM_4K, Candidates.RCLONE, 20),
          new Bound(Workload.RANDOM_256K, Candidates.RCLONE, 20),
          new Bound(Workload.SMALL_WARM, Candidates.RCLONE, 4),
          new Bound(Workload.WRITE_CLOSE, Candidates.RCLONE, 1.5),
          new Bound(Workload.SMALL_WRITE, Candidates.RCLONE, 2));

  /** What was found instead; empty when the bound holds or the other system was not measured. */
  Optional<String> missedIn(Results results) {
    if (!results.has(workload, Candidates.TPMOUNT, other)) {
      return Optional.empty();
    }
    double own = results.median(workload, Candidates.TPMOUNT, Sample::value).orElseThrow();
    double theirs = results.median(workload, other, Sample::value).orElseThrow();
    double ratio = workload.ratio(own, theirs);
    return ratio >= atLeast
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %.2f × %s, at least %.2f wanted",
                workload.title(),
                ratio,
                other,
                atLeast));
  }
}
