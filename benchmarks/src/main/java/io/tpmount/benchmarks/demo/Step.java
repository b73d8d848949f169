package io.tpmount.benchmarks.demo;

import java.time.Duration;
import java.util.List;

/**
 * A line of the account: what was done, how long it took, and what was not as it should be.
 *
 * @param title what was done
 * @param files on how many files
 * @param bytes how much was moved; zero where names only were
 * @param time it took
 * @param check what was compared
 * @param differences one line each; none when all is well
 */
record Step(
    String title, int files, long bytes, Duration time, Check check, List<String> differences) {
  /** From this mean size on a step is about bytes, below about files. */
  private static final long LARGE_FILE = 1 << 20;

  /** What a step compared. */
  enum Check {
    NOTHING(""),
    SHA256("sha256 ok"),
    NAMES_AND_SIZES("names, sizes ok");

    private final String passed;

    Check(String passed) {
      this.passed = passed;
    }
  }

  Step {
    differences = List.copyOf(differences);
  }

  boolean passed() {
    return differences.isEmpty();
  }

  String size() {
    return bytes == 0 ? "" : Units.bytes(bytes);
  }

  String rate() {
    return bytes / files < LARGE_FILE
        ? Units.filesPerSecond(files, time)
        : Units.bytesPerSecond(bytes, time);
  }

  String verdict() {
    return passed() ? check.passed : differences.size() + " DIFFER";
  }
}
