package io.tpmount.benchmarks.demo;

import io.tpmount.vfs.unit.ByteSize;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What was done, as a table, and whether all of it was right. */
final class Account {
  private static final ByteSize MEMORY_LIMIT = ByteSize.ofGib(1);
  private static final int MOST_DIFFERENCES = 10;
  private static final String ROW = "  %-36s %7s %12s %9s %15s   %s%n";

  private final List<Step> steps = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private ByteSize memory = ByteSize.ZERO;

  void add(Step step) {
    steps.add(step);
    differences.addAll(step.differences());
  }

  /** The most memory the mount's process ever had. */
  void memory(ByteSize peak) {
    memory = peak;
    if (peak.bytes() >= MEMORY_LIMIT.bytes()) {
      differences.add(
          "tpmount took %s of memory, more than %s".formatted(amount(peak), amount(MEMORY_LIMIT)));
    }
  }

  void add(String difference) {
    differences.add(difference);
  }

  boolean passed() {
    return differences.isEmpty();
  }

  void print(PrintStream out) {
    out.println();
    out.printf(ROW, "step", "files", "size", "time", "rate", "check");
    out.println("  " + "-".repeat(100));
    for (Step step : steps) {
      out.printf(
          ROW,
          step.title(),
          String.format("%,d", step.files()),
          step.size(),
          Units.time(step.time()),
          step.rate(),
          step.verdict());
    }
    out.println();
    out.printf("  Peak memory of tpmount: %s (limit %s).%n", amount(memory), amount(MEMORY_LIMIT));
    printVerdict(out);
  }

  private void printVerdict(PrintStream out) {
    if (passed()) {
      out.println("  All bytes came back as they were.");
      return;
    }
    out.printf("  NOT as it should be, %d times:%n", differences.size());
    differences.stream().limit(MOST_DIFFERENCES).forEach(line -> out.println("    " + line));
    if (differences.size() > MOST_DIFFERENCES) {
      out.printf("    and %d more%n", differences.size() - MOST_DIFFERENCES);
    }
  }

  private static String amount(ByteSize size) {
    return Units.bytes(size.bytes());
  }
}
