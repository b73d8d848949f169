package io.tpmount.cli.life;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.exit.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A mount from the moment it answers to the end of its process. However the end comes (a signal,
 * {@code tpmount unmount}, {@code umount}), it takes one road: unmount, so that nothing new is
 * opened; upload what is pending; close. A mount in use is uploaded first and then detached.
 */
public final class MountSession {
  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(500);

  private static final int MOST_UPLOADS = 100;

  /**
   * How the end goes.
   *
   * @param patience how long it waits for uploads
   * @param betweenLines how often it tells of them meanwhile
   * @param narrator hears of it line by line
   */
  public record Ending(Duration patience, Duration betweenLines, Consumer<String> narrator) {}

  private final String remote;
  private final MountedPoint mount;
  private final Volume volume;
  private final EndRequest request;
  private final Ending ending;
  private final CompletableFuture<ExitCode> ended = new CompletableFuture<>();
  private volatile State state = State.MOUNTED;
  private volatile Backlog left = Backlog.NONE;
  private volatile Figures last = Figures.NONE;

  /**
   * @param remote what is mounted, for reports
   */
  public MountSession(
      String remote, MountedPoint mount, Volume volume, EndRequest request, Ending ending) {
    this.remote = remote;
    this.mount = mount;
    this.volume = volume;
    this.request = request;
    this.ending = ending;
  }

  /** Waits for the end and sees it through. Mount and volume are closed when this returns. */
  public ExitCode run() throws InterruptedException {
    Thread.ofVirtual().name("mount-watch").start(this::watch);
    say(request.awaitReason() + ": unmounting " + mount.path());
    state = State.DRAINING;
    ExitCode code = finish();
    state = State.ENDED;
    ended.complete(code);
    return code;
  }

  /** Asks for the end and tells of it, the last time when everything is over. */
  public void unmount(ControlServer.Reply reply) throws IOException, InterruptedException {
    request.end("asked by tpmount unmount");
    while (!isDone(ended, BETWEEN_REPORTS)) {
      reply.send(report());
    }
    reply.send(report());
  }

  /** What the mount is and does at this moment. */
  public Report report() {
    State now = state;
    boolean over = now == State.ENDED;
    Backlog pending = over ? left : volume.pending();
    Figures figures = over ? last : volume.figures();
    int exitCode = ended.getNow(ExitCode.DONE).number();
    return new Report(
        remote,
        mount.path(),
        ProcessHandle.current().pid(),
        now,
        pending,
        figures,
        over ? List.of() : volume.uploads(MOST_UPLOADS),
        exitCode);
  }

  private ExitCode finish() throws InterruptedException {
    boolean inUse = mount.unmount() == MountedPoint.Unmounted.IN_USE;
    if (inUse) {
      say(mount.path() + " is in use: uploading first, then detaching it");
    }
    drain();
    if (inUse && mount.unmount() == MountedPoint.Unmounted.IN_USE) {
      say(
          mount.path()
              + " is still in use: detached; programs with open files there get"
              + " 'Transport endpoint is not connected'");
    }
    mount.close();
    left = volume.pending();
    last = volume.figures();
    int cutOff = volume.openFiles();
    volume.close();
    return account(cutOff);
  }

  private ExitCode account(int cutOff) {
    if (cutOff > 0) {
      say(
          "unmounted %s with %d files open: what was not closed or uploaded is left for the next mount"
              .formatted(mount.path(), cutOff));
      return ExitCode.UPLOADS_LEFT;
    }
    if (left.isEmpty()) {
      say("unmounted " + mount.path() + ", everything is uploaded");
      return ExitCode.DONE;
    }
    say("unmounted %s; left in the cache for the next mount: %s".formatted(mount.path(), left));
    return ExitCode.UPLOADS_LEFT;
  }

  private void drain() throws InterruptedException {
    CompletableFuture<Object> over = CompletableFuture.anyOf(volume.drain(), request.abandoned());
    long start = System.nanoTime();
    while (true) {
      Duration remaining = ending.patience().minusNanos(System.nanoTime() - start);
      Duration pause = shorter(ending.betweenLines(), remaining);
      if (isDone(over, pause)) {
        return;
      }
      if (!remaining.isPositive()) {
        say("not waiting for uploads any longer");
        return;
      }
      say("uploading: " + volume.pending() + " left");
    }
  }

  private void watch() {
    try {
      mount.awaitEnd();
      request.end("unmounted by another program");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    ending.narrator().accept(line);
  }

  /** Whether it completed in time, in whatever way. */
  private static boolean isDone(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      future.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
