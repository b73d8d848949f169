package io.tpmount.fuse.jnr;

import io.tpmount.fuse.Failures;
import io.tpmount.vfs.VfsException;

/**
 * The edge between upcalls and libfuse: whatever happens behind it becomes a number, because
 * anything thrown into native code is lost.
 */
final class Answers {
  private Answers() {}

  /** One upcall; the answer is a count, 0, or a negated errno. */
  @FunctionalInterface
  interface Call {
    int run() throws VfsException;
  }

  /**
   * @param subject path or handle, for the log
   */
  static int answer(String operation, Object subject, Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      return Failures.answer(operation, subject, e).negated();
    }
  }
}
