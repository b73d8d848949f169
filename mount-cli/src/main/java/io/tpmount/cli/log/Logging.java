package io.tpmount.cli.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  private final AsyncAppender queue;
  private final LastLine last;

  private Logging(LoggerContext context, AsyncAppender queue, LastLine last) {
    this.context = context;
    this.queue = queue;
    this.last = last;
  }

  /**
   * Sends the log of the whole process to a file, to which it is appended, or to standard error.
   */
  public static Logging start(LogOptions options) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(options.threshold().level());
    CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    OutputStreamAppender<ILoggingEvent> target = appender(context, options);
    LastLine last = new LastLine();
    target.addFilter(last);
    AsyncAppender queue = asynchronous(context, target);
    root.addAppender(queue);
    return new Logging(context, queue, last);
  }

  /** From now on lines below {@code threshold} are not written. */
  public void change(Threshold threshold) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(threshold.level());
  }

  /** Writes what is still queued. */
  @Override
  public void close() {
    last.follow(queue);
    context.stop();
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, LogOptions options) {
    OutputStreamAppender<ILoggingEvent> appender =
        options
            .file()
            .<OutputStreamAppender<ILoggingEvent>>map(
                file -> LogFiles.appender(context, file, options.maxSize()))
            .orElseGet(Logging::toStderr);
    appender.setContext(context);
    appender.setEncoder(encoder(context, options.format()));
    appender.start();
    return appender;
  }

  private static ConsoleAppender<ILoggingEvent> toStderr() {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    return switch (format) {
      case TEXT -> textEncoder(context);
      case JSON -> jsonEncoder(context);
    };
  }

  private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
    JsonLine layout = new JsonLine();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }

  private static PatternLayoutEncoder textEncoder(LoggerContext context) {
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
