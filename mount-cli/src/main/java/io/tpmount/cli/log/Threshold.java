package io.tpmount.cli.log;

import ch.qos.logback.classic.Level;

/** rclone's log levels: lines below the chosen one are not written. */
public enum Threshold {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY,
  OFF;

  Level level() {
    return switch (this) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case NOTICE, WARNING -> Level.WARN;
      case ERROR, CRITICAL, ALERT, EMERGENCY -> Level.ERROR;
      case OFF -> Level.OFF;
    };
  }
}
