package io.tpmount.benchmarks.demo;

import java.io.PrintStream;
import java.nio.file.Path;

/** What one can try while the bucket stays mounted. */
final class Suggestions {
  private final Path command;
  private final Workplace place;

  Suggestions(Path command, Workplace place) {
    this.command = command;
    this.place = place;
  }

  void print(PrintStream out) {
    Path mount = place.mountPoint();
    out.println();
    out.println("The bucket stays mounted. In another terminal, try:");
    out.println();
    out.printf("  ls -lR %s | head -40%n", mount);
    out.printf("  cp -r %s/models /tmp/%n", mount);
    out.printf("  echo hello > %s/hello.txt%n", mount);
    out.printf("  %s status %s%n", command, mount);
    out.printf("  tail -f %s%n", place.log());
    out.println();
    out.println("Ctrl-C uploads what is left, unmounts and removes everything.");
  }
}
