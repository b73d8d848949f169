package io.tpmount.fuse;

import java.time.Duration;

/** Hears of every call that a driver makes. Called on the call's own thread; quick. */
@FunctionalInterface
public interface CallObserver {
  void finished(Call call);

  /**
   * One call.
   *
   * @param operation the name of the {@code Vfs} method, for example {@code lookup}
   * @param outcome {@code ok}, or the name of the errno
   * @param bytes that a read brought or a write took; else 0
   * @param time from the call to its answer
   */
  record Call(String operation, String outcome, long bytes, Duration time) {}
}
