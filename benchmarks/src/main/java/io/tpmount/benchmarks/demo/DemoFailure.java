package io.tpmount.benchmarks.demo;

/** An end of the demo that its message explains to the reader. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message, null, false, false);
  }
}
