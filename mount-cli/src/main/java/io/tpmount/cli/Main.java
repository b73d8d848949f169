package io.tpmount.cli;

import io.tpmount.cli.exit.ExitCode;

/** The process: {@code tpmount VERB …}, or {@code tpmount REMOTE MOUNTPOINT …} for mount. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ExitCode code = new CommandLineInterface(Surroundings.ofThisProcess()).run(args);
    System.exit(code.number());
  }
}
