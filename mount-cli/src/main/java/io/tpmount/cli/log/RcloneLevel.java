package io.tpmount.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The level of a line under rclone's name: a warning is a NOTICE. */
public final class RcloneLevel extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return name(event);
  }

  static String name(ILoggingEvent event) {
    return event.getLevel() == Level.WARN ? "NOTICE" : event.getLevel().toString();
  }
}
