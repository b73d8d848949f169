package io.tpmount.cli.service;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd of a mount: that it answers, that it stops, what is not uploaded yet, and, by the
 * watchdog, that it still answers. While uploads hold up the end it asks for more time.
 */
public final class ServiceManager implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);
  private static final Duration BETWEEN_NOTICES = Duration.ofSeconds(2);
  private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

  private final NotifySocket socket;
  private final Optional<Duration> watchdog;
  private final Supplier<Report> mount;
  private final BooleanSupplier probe;
  private final Thread thread;
  private String told = "";
  private long nextProbe = System.nanoTime();

  private ServiceManager(
      NotifySocket socket,
      Optional<Duration> watchdog,
      Supplier<Report> mount,
      BooleanSupplier probe) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.mount = mount;
    this.probe = probe;
    this.thread = Thread.ofPlatform().daemon().name("service-manager").unstarted(this::run);
  }

  /**
   * Tells that the mount answers, if a service manager started this process.
   *
   * @param variables the environment
   * @param probe whether the mount answers; may take its time
   */
  public static Optional<ServiceManager> tell(
      Map<String, String> variables, Supplier<Report> mount, BooleanSupplier probe) {
    String name = variables.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    ServiceManager manager =
        new ServiceManager(new NotifySocket(name), watchdog(variables), mount, probe);
    manager.send("READY=1\n" + status(mount.get()));
    manager.thread.start();
    return Optional.of(manager);
  }

  private static Optional<Duration> watchdog(Map<String, String> variables) {
    String forWhom = variables.getOrDefault("WATCHDOG_PID", "");
    boolean mine =
        forWhom.isEmpty() || forWhom.equals(Long.toString(ProcessHandle.current().pid()));
    return Optional.ofNullable(variables.get("WATCHDOG_USEC"))
        .filter(text -> mine && text.matches("\\d{1,18}"))
        .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Report report = mount.get();
        tellState(report);
        if (report.state() == State.MOUNTED) {
          watch();
        }
        Thread.sleep(pause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Short beside the watchdog's time, of which a third lies between two signs of life. */
  private Duration pause() {
    return watchdog
        .map(limit -> limit.dividedBy(4))
        .filter(pause -> pause.compareTo(BETWEEN_NOTICES) < 0)
        .orElse(BETWEEN_NOTICES);
  }

  private void tellState(Report report) {
    String status = status(report);
    if (report.state() != State.MOUNTED) {
      // As systemd counts, from now on.
      send("STOPPING=1\n" + status + "\nEXTEND_TIMEOUT_USEC=" + 30 * MICROS);
    } else if (!status.equals(told)) {
      send(status);
    }
    told = status;
  }

  private void watch() {
    if (watchdog.isEmpty() || System.nanoTime() < nextProbe) {
      return;
    }
    if (probe.getAsBoolean()) {
      nextProbe = System.nanoTime() + watchdog.get().dividedBy(3).toNanos();
      send("WATCHDOG=1");
    } else {
      log.error("the mount does not answer; the service manager will end this process");
    }
  }

  private static String status(Report report) {
    Backlog pending = report.pending();
    String what = pending.isEmpty() ? "everything is uploaded" : "not uploaded yet: " + pending;
    return "STATUS=" + (report.state() == State.MOUNTED ? "mounted, " : "unmounting, ") + what;
  }

  private void send(String notice) {
    try {
      socket.send(notice);
    } catch (IOException e) {
      log.debug("{}", e.getMessage());
    }
  }
}
