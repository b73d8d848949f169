package io.tpmount.s3;

import java.time.Duration;

/** Hears of every request made, retries included. Called on the request's own thread; quick. */
@FunctionalInterface
public interface RequestObserver {
  RequestObserver NONE = request -> {};

  /** A request begins; {@link #finished} follows in any case. */
  default void started() {}

  /** Bytes of a body have come, of a request that may yet be cancelled. */
  default void received(String operation, long bytes) {}

  void finished(Request request);

  /**
   * One request.
   *
   * @param operation S3's name of it, for example {@code GetObject}
   * @param outcome {@code ok}, or the name of the {@code StoreError} it met
   * @param bytes of the body sent or asked for
   * @param time from its start on the wire to its end
   */
  record Request(String operation, String outcome, long bytes, Duration time) {}
}
