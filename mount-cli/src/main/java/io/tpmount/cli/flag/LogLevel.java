package io.tpmount.cli.flag;

/** rclone's levels of a log, from much to nothing. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY,
  OFF
}
