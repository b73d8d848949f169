package io.tpmount.cli;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.Progress;
import io.tpmount.cli.control.Request;
import io.tpmount.cli.life.MountSession;
import io.tpmount.cli.log.Logging;
import io.tpmount.cli.log.Threshold;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a running mount does when it is asked over its control socket. */
final class MountActions implements ControlServer.Handler {
  private static final Duration BETWEEN_LINES = Duration.ofMillis(500);

  private final MountSession session;
  private final FileSystemVolume volume;
  private final Logging logging;

  MountActions(MountSession session, FileSystemVolume volume, Logging logging) {
    this.session = session;
    this.volume = volume;
    this.logging = logging;
  }

  @Override
  public void answer(Request request, ControlServer.Reply reply)
      throws IOException, InterruptedException {
    switch (request.verb()) {
      case STATUS -> reply.send(session.report());
      case UNMOUNT -> session.unmount(reply);
      case FLUSH -> follow(volume.files().flush(request.path()), reply);
      case FORGET -> follow(volume.files().forget(request.path()), reply);
      case REFRESH -> follow(volume.files().refresh(request.path()), reply);
      case WARM -> new WarmRun(volume.files(), request.paths()).tell(reply);
      case LOG_LEVEL -> reply.send(changeLevel(request.level()));
    }
  }

  /** Tells of the work until it is over. Who hangs up ends the telling, not the work. */
  private void follow(CompletableFuture<?> work, ControlServer.Reply reply)
      throws IOException, InterruptedException {
    while (true) {
      try {
        work.get(BETWEEN_LINES.toMillis(), TimeUnit.MILLISECONDS);
        reply.send(Progress.done(""));
        return;
      } catch (TimeoutException e) {
        Backlog left = volume.pending();
        reply.send(Progress.running(0, left.files(), 0, left.bytes()));
      } catch (ExecutionException e) {
        reply.send(Progress.failed(e.getCause().getMessage()));
        return;
      }
    }
  }

  private Progress changeLevel(String name) {
    Optional<Threshold> level =
        Arrays.stream(Threshold.values())
            .filter(each -> each.name().equalsIgnoreCase(name))
            .findFirst();
    if (level.isEmpty()) {
      return Progress.failed("'" + name + "' is no log level");
    }
    logging.change(level.get());
    return Progress.done("");
  }
}
