package io.tpmount.cli;

import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.RuntimeDirectory;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.life.Daemon;
import io.tpmount.cli.life.EndRequest;
import io.tpmount.cli.life.MountSession;
import io.tpmount.cli.life.Signals;
import io.tpmount.cli.log.Logging;
import io.tpmount.cli.metrics.Metrics;
import io.tpmount.cli.service.MountProbe;
import io.tpmount.cli.service.ServiceManager;
import io.tpmount.fuse.Driver;
import io.tpmount.fuse.FuseServer;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.ObservedVfs;
import io.tpmount.s3.Credentials;
import io.tpmount.s3.S3ObjectStore;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.engine.VirtualFileSystem;
import io.tpmount.vfs.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: checks everything first, then puts store, file system and mount together,
 * and sees the mount through to its end.
 */
final class Wiring {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

  private final MountPlan plan;
  private final Surroundings around;
  private final boolean daemon;
  private final Driver driver;

  Wiring(MountPlan plan, Surroundings around) {
    this.plan = plan;
    this.around = around;
    this.driver = Drivers.of(plan.driver());
    this.daemon = Daemon.isThisProcess(around.variables());
  }

  /**
   * @throws CommandFailure when nothing is left mounted and nothing lost
   */
  ExitCode run() throws InterruptedException {
    Path mountPoint = plan.mount().mountPoint();
    plan.logFile().ifPresent(file -> LocalChecks.checkLogFile(file, mountPoint));
    try (Logging logging = Logging.start(plan.threshold(), plan.logFile())) {
      introduce(mountPoint);
      check(mountPoint);
      return serve(logging);
    }
  }

  private void introduce(Path mountPoint) {
    log.info("tpmount {} mounts {} at {}", VersionCommand.version(), plan.remote(), mountPoint);
    plan.remarks().forEach(log::info);
    if (plan.store().credentials() instanceof Credentials.Anonymous) {
      log.warn("requests are not signed: --no-sign-request, or neither keys nor env_auth = true");
    }
  }

  private void check(Path mountPoint) throws InterruptedException {
    try {
      FuseServer.check(driver, plan.mount());
    } catch (MountException e) {
      throw refused(e);
    }
    LocalChecks.checkCacheDirectory(plan.files().cache().directory(), mountPoint);
    new BucketCheck(plan).run();
  }

  private ExitCode serve(Logging logging) throws InterruptedException {
    awaitPredecessor();
    EndRequest request = new EndRequest();
    Signals.onEnd(request::signalled);
    try (Metrics metrics = new Metrics(plan.metricsAddress())) {
      return serve(request, metrics, logging);
    }
  }

  private ExitCode serve(EndRequest request, Metrics metrics, Logging logging)
      throws InterruptedException {
    ObjectStore store = S3ObjectStore.create(plan.store().observedBy(metrics.requests()));
    FileSystemVolume volume =
        new FileSystemVolume(open(store), store, metrics.traffic(), Instant.now());
    ServedMount mount = mount(volume, metrics);
    MountSession session =
        new MountSession(
            plan.remote().toString(),
            mount,
            volume,
            request,
            new MountSession.Ending(plan.shutdownTimeout(), BETWEEN_LINES, this::narrate));
    show(metrics, session);
    Optional<ControlServer> control = listen(new MountActions(session, volume, logging));
    Optional<ServiceManager> manager =
        ServiceManager.tell(
            around.variables(), session::report, new MountProbe(plan.mount().mountPoint()));
    announce();
    ExitCode code = session.run();
    manager.ifPresent(ServiceManager::close);
    control.ifPresent(ControlServer::close);
    return code;
  }

  private VirtualFileSystem open(ObjectStore store) {
    try {
      return VirtualFileSystem.open(plan.files(), store);
    } catch (IOException e) {
      store.close();
      throw CommandFailure.failed(
          "the cache in %s cannot be opened: %s"
              .formatted(plan.files().cache().directory(), e.getMessage()));
    }
  }

  private ServedMount mount(FileSystemVolume volume, Metrics metrics) {
    try {
      Vfs observed = ObservedVfs.of(volume.files(), metrics.calls());
      return new ServedMount(FuseServer.mount(driver, observed, plan.mount()));
    } catch (MountException e) {
      volume.close();
      throw refused(e);
    }
  }

  /** The mount answers already, and works without being watched. */
  private static void show(Metrics metrics, MountSession session) {
    try {
      metrics
          .serve(session::report)
          .ifPresent(at -> log.info("metrics at http://{}:{}/", at.getHostString(), at.getPort()));
    } catch (IOException e) {
      log.error("--metrics-addr: nothing is served there: {}", e.getMessage());
    }
  }

  /** A mount works without its control socket, only {@code tpmount unmount} does not find it. */
  private Optional<ControlServer> listen(MountActions actions) {
    try {
      return Optional.of(
          ControlServer.open(runtimeDirectory(), plan.mount().mountPoint(), actions));
    } catch (IOException e) {
      log.warn("no control socket, so tpmount unmount and status do not work: {}", e.toString());
      return Optional.empty();
    }
  }

  private void awaitPredecessor() throws InterruptedException {
    try {
      Path socket = runtimeDirectory().socketOf(plan.mount().mountPoint());
      new Predecessor(socket).awaitEnd(this::narrate);
    } catch (IOException e) {
      log.debug("no look for a predecessor: {}", e.getMessage());
    }
  }

  private RuntimeDirectory runtimeDirectory() {
    return RuntimeDirectory.of(around.identity().uid(), around.variables());
  }

  private void announce() {
    String what = plan.remote() + " is mounted at " + plan.mount().mountPoint();
    if (!daemon) {
      around.out().println(what + "; Ctrl-C unmounts");
      return;
    }
    around
        .out()
        .printf(
            "%s by process %d; log: %s%n",
            what, ProcessHandle.current().pid(), plan.logFile().orElseThrow());
    Daemon.becomeSilent();
  }

  private void narrate(String line) {
    if (daemon) {
      log.warn("{}", line);
    } else {
      around.err().println("tpmount: " + line);
    }
  }

  private static CommandFailure refused(MountException e) {
    return e.reason() == MountException.Reason.BAD_OPTION
        ? CommandFailure.usage(e.getMessage())
        : CommandFailure.failed(e.getMessage());
  }
}
