package io.tpmount.benchmarks.demo;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Says to the user what is about to happen and what came of it. */
final class Teller {
  private final PrintStream out;
  private final boolean onTerminal;

  private Teller(PrintStream out, boolean onTerminal) {
    this.out = out;
    this.onTerminal = onTerminal;
  }

  static Teller ofThisProcess() {
    return new Teller(new PrintStream(System.out, true, StandardCharsets.UTF_8), hasTerminal());
  }

  /** JDK 22 always had a console, JDK 25 again has none where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean hasTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Whether somebody sits there who can press Ctrl-C. */
  boolean onTerminal() {
    return onTerminal;
  }

  PrintStream out() {
    return out;
  }

  void say(String line) {
    out.println(line);
  }

  /**
   * Announces a step.
   *
   * @param total of what {@link Progress#add} will count up to
   */
  Progress begin(String title, long total) {
    return new Progress(out, onTerminal, "  " + title + " … ", total);
  }
}
