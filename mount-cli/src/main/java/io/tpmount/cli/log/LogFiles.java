package io.tpmount.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;

/** The log in a file, {@code FILE}, and what it was before, {@code FILE.1} to {@code FILE.5}. */
final class LogFiles {
  private static final int KEPT = 5;

  private LogFiles() {}

  static FileAppender<ILoggingEvent> appender(LoggerContext context, Path file, ByteSize maxSize) {
    FileAppender<ILoggingEvent> appender =
        maxSize.isUnlimited() || maxSize.bytes() == 0 || isPattern(file)
            ? new FileAppender<>()
            : rolling(context, file, maxSize);
    appender.setFile(file.toString());
    appender.setAppend(true);
    return appender;
  }

  /**
   * Logback would take a percent sign in the path for a part of its own pattern: no rolling then.
   */
  private static boolean isPattern(Path file) {
    return file.toString().contains("%");
  }

  private static RollingFileAppender<ILoggingEvent> rolling(
      LoggerContext context, Path file, ByteSize maxSize) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setMinIndex(1);
    policy.setMaxIndex(KEPT);
    policy.setFileNamePattern(file + ".%i");
    policy.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(maxSize.bytes()));
    trigger.setCheckIncrement(Duration.buildBySeconds(1));
    trigger.start();
    appender.setRollingPolicy(policy);
    appender.setTriggeringPolicy(trigger);
    return appender;
  }
}
