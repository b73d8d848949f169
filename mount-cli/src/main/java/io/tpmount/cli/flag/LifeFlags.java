package io.tpmount.cli.flag;

import io.tpmount.cli.log.LogFormat;
import io.tpmount.cli.log.Threshold;
import io.tpmount.vfs.unit.ByteSize;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The process: its log, its start and its end. */
public final class LifeFlags {
  public static final Flag<Boolean> DAEMON =
      Flag.toggle("--daemon", Group.ESSENTIAL, "return when the mount answers, and go on behind");
  public static final Flag<Preset> PRESET =
      Flag.of(
          "--profile",
          Grammar.oneOf(Preset.class),
          Group.ESSENTIAL,
          "values for a kind of work: training, serving, checkpoint or shared; flags go before it");
  public static final Flag<Boolean> DRY_RUN =
      Flag.toggle(
          "--dry-run", Group.MOUNT, "print every value and where it comes from, and mount nothing");
  public static final Flag<LogFormat> LOG_FORMAT =
      Flag.of(
              "--log-format",
              Grammar.oneOf(LogFormat.class),
              Group.MOUNT,
              "text, or json: one object a line")
          .or("text");
  public static final Flag<ByteSize> LOG_FILE_SIZE =
      Flag.of(
              "--log-file-max-size",
              Grammar.SIZE,
              Group.MOUNT,
              "start a new log file at this size, and keep the last five; off for never")
          .or("100M");
  public static final Flag<Boolean> TRACE_FUSE =
      Flag.toggle("--trace-fuse", Group.MOUNT, "log every call of programs at level DEBUG");
  public static final Flag<Threshold> LOG_LEVEL =
      Flag.of(
              "--log-level",
              Grammar.oneOf(Threshold.class),
              Group.ESSENTIAL,
              "DEBUG, INFO, NOTICE or ERROR")
          .or("NOTICE");
  public static final Flag<String> LOG_FILE =
      Flag.of(
          "--log-file",
          Grammar.FILE,
          Group.MOUNT,
          "append the log to this file instead of writing it to stderr");
  public static final Flag<InetSocketAddress> METRICS_ADDR =
      Flag.of(
          "--metrics-addr",
          AddressGrammar.ADDRESS,
          Group.MOUNT,
          "serve Prometheus metrics, /healthz, /readyz and a status page at HOST:PORT or :PORT");
  public static final Flag<Duration> SHUTDOWN_TIMEOUT =
      Flag.of(
              "--shutdown-timeout",
              Grammar.DURATION,
              Group.MOUNT,
              "how long unmounting waits for uploads; what is left is uploaded by the next mount")
          .or("off");

  private LifeFlags() {}

  static List<Flag<?>> all() {
    return List.of(
        PRESET,
        DRY_RUN,
        DAEMON,
        LOG_LEVEL,
        LOG_FILE,
        LOG_FORMAT,
        LOG_FILE_SIZE,
        TRACE_FUSE,
        METRICS_ADDR,
        SHUTDOWN_TIMEOUT);
  }
}
