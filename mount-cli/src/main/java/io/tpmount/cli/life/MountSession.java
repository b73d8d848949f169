package io.tpmount.cli.life;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.ExitCode;
import java.io.IOException;
import java.time.Duration;
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
public final class MountSession implements ControlServer.Handler {
  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(500);

  private final String remote;
  private final MountedPoint mount;
  private final Volume volume;
  private final Duration patience;
  private final Duration betweenLines;
  private final Consumer<String> narrator;

  private final CompletableFuture<String> endAsked = new CompletableFuture<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  private final CompletableFuture<ExitCode> ended = new CompletableFuture<>();
  private volatile State state = State.MOUNTED;
  private volatile Backlog lastBacklog = Backlog.NONE;

  /**
   * @param remote what is mounted, for reports
   * @param patience how long the end waits for uploads
   * @param betweenLines how often the narrator tells of the uploads meanwhile
   * @param narrator hears, line by line, how the end goes
   */
  public MountSession(
      String remote,
      MountedPoint mount,
      Volume volume,
      Duration patience,
      Duration betweenLines,
      Consumer<String> narrator) {
    this.remote = remote;
    this.mount = mount;
    this.volume = volume;
    this.patience = patience;
    this.betweenLines = betweenLines;
    this.narrator = narrator;
  }

  /** Waits for the end and sees it through. Mount and volume are closed when this returns. */
  public ExitCode run() throws InterruptedException {
    Thread.ofVirtual().name("mount-watch").start(this::watch);
    narrator.accept(reason(endAsked) + ": unmounting " + mount.path());
    state = State.DRAINING;
    ExitCode code = finish();
    state = State.ENDED;
    ended.complete(code);
    return code;
  }

  /** Begins the end; the first reason counts. */
  public void end(String reason) {
    endAsked.complete(reason);
  }

  /** Ends the waiting for uploads. */
  public void abandonUploads() {
    abandoned.complete(null);
  }

  /** A signal: the first ends the mount, the next the waiting for uploads. */
  public void signalled(String name) {
    if (!endAsked.complete("received SIG" + name)) {
      abandonUploads();
    }
  }

  @Override
  public void answer(Verb verb, ControlServer.Reply reply)
      throws IOException, InterruptedException {
    switch (verb) {
      case STATUS -> reply.send(report());
      case UNMOUNT -> {
        end("asked by tpmount unmount");
        while (!isDone(ended, BETWEEN_REPORTS)) {
          reply.send(report());
        }
        reply.send(report());
      }
    }
  }

  private Report report() {
    Backlog backlog = state == State.ENDED ? lastBacklog : volume.pending();
    int exitCode = ended.getNow(ExitCode.DONE).number();
    return new Report(
        remote, mount.path(), ProcessHandle.current().pid(), state, backlog, exitCode);
  }

  private ExitCode finish() throws InterruptedException {
    boolean inUse = mount.unmount() == MountedPoint.Unmounted.IN_USE;
    if (inUse) {
      narrator.accept(mount.path() + " is in use: uploading first, then detaching it");
    }
    drain();
    if (inUse && mount.unmount() == MountedPoint.Unmounted.IN_USE) {
      narrator.accept(
          mount.path()
              + " is still in use: detached; programs with open files there get"
              + " 'Transport endpoint is not connected'");
    }
    mount.close();
    lastBacklog = volume.pending();
    volume.close();
    return account(lastBacklog);
  }

  private ExitCode account(Backlog left) {
    if (left.isEmpty()) {
      narrator.accept("unmounted " + mount.path() + ", everything is uploaded");
      return ExitCode.DONE;
    }
    narrator.accept(
        "unmounted %s; left in the cache for the next mount: %s".formatted(mount.path(), left));
    return ExitCode.UPLOADS_LEFT;
  }

  private void drain() throws InterruptedException {
    CompletableFuture<?> over = CompletableFuture.anyOf(volume.drain(), abandoned);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = patience.isZero() ? 0 : deadline - System.nanoTime();
      if (left <= 0) {
        narrator.accept("no more waiting for uploads after " + patience.toSeconds() + " s");
        return;
      }
      if (isDone(over, shorter(betweenLines, Duration.ofNanos(left)))) {
        return;
      }
      narrator.accept("uploading: " + volume.pending() + " left");
    }
  }

  private void watch() {
    try {
      mount.awaitEnd();
      end("unmounted by another program");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(CompletableFuture<String> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it completed in time, in whatever way. */
  private static boolean isDone(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
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
