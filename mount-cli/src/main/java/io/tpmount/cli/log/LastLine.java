package io.tpmount.cli.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees, before the log's target, an event that was sent for it only: all before that one has been
 * written then. Stopping the queue alone interrupts its thread, which loses lines.
 */
final class LastLine extends Filter<ILoggingEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch seen = new CountDownLatch(1);
  private final LoggingEvent end = new LoggingEvent();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (event.equals(end)) {
      seen.countDown();
      return FilterReply.DENY;
    }
    return FilterReply.NEUTRAL;
  }

  /** Waits until what the queue holds is written. */
  void follow(AsyncAppender queue) {
    end.setLevel(Level.ERROR);
    end.setMessage("");
    end.setThreadName("");
    end.setMDCPropertyMap(Map.of());
    queue.doAppend(end);
    try {
      if (!seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        addWarn("the end of the log may be missing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
