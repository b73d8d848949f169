package io.tpmount.cli.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of an event on one line, whatever the keys in it are made of. */
public final class PrintableMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Printable.of(event.getFormattedMessage());
  }
}
