package io.tpmount.benchmarks.demo;

import io.tpmount.cli.life.Signals;

/**
 * A request to end that came as a signal: it interrupts the program, whose own way out then cleans
 * up.
 */
public final class StopSignal {
  private volatile Kind received = Kind.NONE;

  private enum Kind {
    NONE(1),
    HUP(129),
    INT(130),
    TERM(143);

    /** As shells tell it. */
    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  public static StopSignal interrupting(Thread program) {
    StopSignal signal = new StopSignal();
    Signals.onEnd(
        name -> {
          signal.received = Kind.valueOf(name);
          program.interrupt();
        });
    return signal;
  }

  public boolean isReceived() {
    return received != Kind.NONE;
  }

  /** Of a program that was interrupted by it. */
  public int exitCode() {
    return received.exitCode;
  }
}
