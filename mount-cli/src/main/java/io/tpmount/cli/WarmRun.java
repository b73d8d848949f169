package io.tpmount.cli;

import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.Progress;
import io.tpmount.vfs.engine.VirtualFileSystem;
import io.tpmount.vfs.engine.WarmProgress;
import io.tpmount.vfs.engine.Warming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a list of paths into the cache, some at a time, and tells how far it is. */
final class WarmRun {
  /** Of a list of single files as many are under way. */
  private static final int PATHS_AT_ONCE = 32;

  private static final Duration BETWEEN_LINES = Duration.ofMillis(500);
  private static final WarmProgress NOTHING = new WarmProgress(0, 0, 0, 0, 0, "");

  private final VirtualFileSystem files;
  private final List<String> paths;
  private final List<Warming> underWay = new ArrayList<>();
  private WarmProgress ended = NOTHING;
  private String problem = "";

  WarmRun(VirtualFileSystem files, List<String> paths) {
    this.files = files;
    this.paths = paths;
  }

  /** Who hangs up ends the fetching. */
  void tell(ControlServer.Reply reply) throws IOException, InterruptedException {
    try {
      for (String path : paths) {
        while (underWay.size() >= PATHS_AT_ONCE) {
          awaitOne(reply);
        }
        underWay.add(files.warm(path));
      }
      while (!underWay.isEmpty()) {
        awaitOne(reply);
      }
    } finally {
      underWay.forEach(warming -> warming.done().cancel(true));
    }
    reply.send(last());
  }

  private Progress last() {
    Progress.Step step = problem.isEmpty() ? Progress.Step.DONE : Progress.Step.FAILED;
    return new Progress(
        step, problem, ended.filesDone(), ended.files(), ended.bytesDone(), ended.bytes());
  }

  /** Waits for the one that began first. */
  private void awaitOne(ControlServer.Reply reply) throws IOException, InterruptedException {
    Warming first = underWay.getFirst();
    while (true) {
      try {
        WarmProgress result = first.done().get(BETWEEN_LINES.toMillis(), TimeUnit.MILLISECONDS);
        end(first, result.failed() == 0 ? "" : result.failure());
        return;
      } catch (TimeoutException e) {
        WarmProgress now = underWay.stream().map(Warming::progress).reduce(ended, WarmRun::sum);
        reply.send(Progress.running(now.filesDone(), now.files(), now.bytesDone(), now.bytes()));
      } catch (ExecutionException e) {
        end(first, e.getCause().getMessage());
        return;
      }
    }
  }

  private void end(Warming warming, String why) {
    underWay.remove(warming);
    ended = sum(ended, warming.progress());
    problem = problem.isEmpty() ? why : problem;
  }

  private static WarmProgress sum(WarmProgress a, WarmProgress b) {
    return new WarmProgress(
        a.files() + b.files(),
        a.filesDone() + b.filesDone(),
        a.bytes() + b.bytes(),
        a.bytesDone() + b.bytesDone(),
        a.failed() + b.failed(),
        b.failure());
  }
}
