package io.tpmount.cli;

import io.tpmount.fuse.CallObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every call of programs, for {@code --trace-fuse}. */
final class CallTrace implements CallObserver {
  private static final Logger log = LoggerFactory.getLogger(CallTrace.class);

  private final CallObserver next;

  private CallTrace(CallObserver next) {
    this.next = next;
  }

  static CallObserver before(CallObserver next) {
    return new CallTrace(next);
  }

  @Override
  public void finished(Call call) {
    log.debug(
        "fuse {}: {}, {} bytes, {} µs",
        call.operation(),
        call.outcome(),
        call.bytes(),
        call.time().toNanos() / 1000);
    next.finished(call);
  }
}
