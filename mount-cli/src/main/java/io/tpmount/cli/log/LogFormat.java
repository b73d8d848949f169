package io.tpmount.cli.log;

/** How a line of the log looks. */
public enum LogFormat {
  TEXT,
  /** One JSON object, for collectors of logs. */
  JSON
}
