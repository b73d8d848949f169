package io.tpmount.cli.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, in lines like rclone's. Written by a thread of its own, because a thread
 * that serves the kernel must not wait for a disk.
 */
public final class Logging implements AutoCloseable {
  private static final String PATTERN =
      "%d{yyyy/MM/dd HH:mm:ss} %-6rclonelevel: %printable%n%replace(%ex){'\\n(?=\\S)', '\\n\\t'}";
  private static final int QUEUE = 8192;

  /** They tell what only their authors need; their failures reach us as exceptions. */
  private static final List<String> CHATTY =
      List.of("software.amazon.awssdk", "io.netty", "ru.serce.jnrfuse", "org.sqlite");

  private final LoggerContext context;

  private Logging(LoggerContext context) {
    this.context = context;
  }

  /**
   * Sends the log of the whole process to a file, to which it is appended, or to standard error.
   */
  public static Logging start(Threshold threshold, Optional<Path> file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(threshold.level());
    CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    root.addAppender(asynchronous(context, appender(context, file)));
    return new Logging(context);
  }

  /** From now on lines below {@code threshold} are not written. */
  public void change(Threshold threshold) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(threshold.level());
  }

  /** Writes what is still queued. */
  @Override
  public void close() {
    context.stop();
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, Optional<Path> file) {
    OutputStreamAppender<ILoggingEvent> appender =
        file.<OutputStreamAppender<ILoggingEvent>>map(Logging::toFile).orElseGet(Logging::toStderr);
    appender.setContext(context);
    appender.setEncoder(encoder(context));
    appender.start();
    return appender;
  }

  private static FileAppender<ILoggingEvent> toFile(Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    appender.setAppend(true);
    return appender;
  }

  private static ConsoleAppender<ILoggingEvent> toStderr() {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    return appender;
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("rclonelevel", RcloneLevel::new);
    PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("printable", PrintableMessage::new);
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static AsyncAppender asynchronous(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> target) {
    AsyncAppender appender = new AsyncAppender();
    appender.setContext(context);
    appender.setQueueSize(QUEUE);
    appender.setDiscardingThreshold(0);
    appender.setNeverBlock(true);
    appender.addAppender(target);
    appender.start();
    return appender;
  }
}
