package io.tpmount.cli.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.exit.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class MountSessionTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Backlog SOME = new Backlog(2, 3 << 20, 0);

  private final FakeMount mount = new FakeMount();
  private final EndRequest request = new EndRequest();
  private final List<String> told = new CopyOnWriteArrayList<>();

  private MountSession session(FakeVolume volume, Duration patience) {
    return new MountSession(
        "bucket", mount, volume, request, new MountSession.Ending(patience, SHORT, told::add));
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void run_signalAndNothingPending_isDone() throws Exception {
    FakeVolume volume = new FakeVolume(Backlog.NONE);
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    request.signalled("TERM");

    assertThat(run.get()).isEqualTo(ExitCode.DONE);
    assertThat(mount.isClosed()).isTrue();
    assertThat(volume.isClosed()).isTrue();
    assertThat(told.getFirst()).contains("SIGTERM");
  }

  @Test
  void run_unmountedByOthers_uploadsAndIsDone() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    mount.disappear();
    await().until(volume::isDraining);
    volume.finishUploads();

    assertThat(run.get()).isEqualTo(ExitCode.DONE);
    assertThat(told.getLast()).contains("everything is uploaded");
  }

  @Test
  void run_uploadsTakeLong_tellsWhatIsLeft() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    request.end("test");

    await().until(() -> told.contains("uploading: 2 files (3Mi) left"));
    assertThat(mount.isMounted()).isFalse();
    volume.finishUploads();
    assertThat(run.get()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void run_secondSignal_leavesTheRest() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    request.signalled("INT");
    await().until(volume::isDraining);
    request.signalled("INT");

    assertThat(run.get()).isEqualTo(ExitCode.UPLOADS_LEFT);
    assertThat(told.getLast()).contains("left in the cache").contains("2 files");
    assertThat(volume.isClosed()).isTrue();
  }

  @Test
  void run_patienceOver_leavesTheRest() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);

    request.end("test");

    assertThat(session(volume, Duration.ofMillis(50)).run()).isEqualTo(ExitCode.UPLOADS_LEFT);
  }

  @Test
  void run_noPatienceAndNothingPending_isDone() throws Exception {
    request.end("test");

    assertThat(session(new FakeVolume(Backlog.NONE), Duration.ZERO).run()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void run_inUse_uploadsFirstThenDetaches() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    mount.use();
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    request.signalled("TERM");
    await().until(volume::isDraining);
    assertThat(mount.isMounted()).isTrue();
    volume.finishUploads();

    assertThat(run.get()).isEqualTo(ExitCode.DONE);
    assertThat(mount.isClosed()).isTrue();
    assertThat(told).anyMatch(line -> line.contains("detached"));
  }

  @Test
  void run_detachedFromOpenFiles_mayLeaveSomething() throws Exception {
    FakeVolume volume = new FakeVolume(Backlog.NONE);
    volume.open();
    mount.use();
    request.signalled("TERM");

    assertThat(session(volume, LONG).run()).isEqualTo(ExitCode.UPLOADS_LEFT);
    assertThat(told.getLast()).contains("1 files open");
  }

  @Test
  void run_freeAgainAfterUploads_isNotDetached() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    mount.use();
    FutureTask<ExitCode> run = start(session(volume, LONG)::run);

    request.signalled("TERM");
    await().until(volume::isDraining);
    mount.stopUsing();
    volume.finishUploads();

    assertThat(run.get()).isEqualTo(ExitCode.DONE);
    assertThat(told).noneMatch(line -> line.contains("detached"));
  }

  @Test
  void answer_unmount_reportsUntilTheEndWithItsExitCode() throws Exception {
    FakeVolume volume = new FakeVolume(SOME);
    MountSession session = session(volume, LONG);
    FutureTask<ExitCode> run = start(session::run);
    List<Report> reports = new CopyOnWriteArrayList<>();
    FutureTask<Void> conversation =
        start(
            () -> {
              session.unmount(answer -> reports.add((Report) answer));
              return null;
            });

    await().until(() -> !reports.isEmpty());
    assertThat(reports.getFirst().state()).isEqualTo(State.DRAINING);
    assertThat(reports.getFirst().pending()).isEqualTo(SOME);
    request.signalled("INT");

    finish(conversation);
    assertThat(run.get()).isEqualTo(ExitCode.UPLOADS_LEFT);
    Report last = reports.getLast();
    assertThat(last.state()).isEqualTo(State.ENDED);
    assertThat(last.exitCode()).isEqualTo(ExitCode.UPLOADS_LEFT.number());
    assertThat(last.pending()).isEqualTo(SOME);
  }

  private static void finish(FutureTask<Void> task)
      throws InterruptedException, ExecutionException {
    task.get();
  }
}
