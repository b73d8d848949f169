package io.tpmount.cli.flag;

/** What is on unless turned off by name. */
public enum Switch {
  ON,
  OFF
}
