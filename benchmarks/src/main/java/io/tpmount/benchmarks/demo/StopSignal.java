package io.tpmount.benchmarks.demo;

import io.tpmount.cli.life.Signals;

/**
 * A request to end that came as a signal: it interrupts the demo, whose own way out then cleans up.
 */
final class StopSignal {
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

  static StopSignal interrupting(Thread demo) {
    StopSignal signal = new StopSignal();
    Signals.onEnd(
        name -> {
          signal.received = Kind.valueOf(name);
          demo.interrupt();
        });
    return signal;
  }

  boolean isReceived() {
    return received != Kind.NONE;
  }

  /** Of a demo that was interrupted by it. */
  int exitCode() {
    return received.exitCode;
  }
}
