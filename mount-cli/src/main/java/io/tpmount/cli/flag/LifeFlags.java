package io.tpmount.cli.flag;

import io.tpmount.cli.log.Threshold;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The process: its log, its start and its end. */
public final class LifeFlags {
  public static final Flag<Boolean> DAEMON =
      Flag.toggle("--daemon", Group.ESSENTIAL, "return when the mount answers, and go on behind");
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
    return List.of(DAEMON, LOG_LEVEL, LOG_FILE, METRICS_ADDR, SHUTDOWN_TIMEOUT);
  }
}
