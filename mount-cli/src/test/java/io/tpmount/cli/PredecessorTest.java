package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.ControlServer;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.RuntimeDirectory;
import io.tpmount.cli.control.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class PredecessorTest {
  @TempDir private Path temp;
  private final List<String> told = new ArrayList<>();

  private RuntimeDirectory directory() throws IOException {
    return RuntimeDirectory.of(
        (Integer) Files.getAttribute(temp, "unix:uid"), Map.of("XDG_RUNTIME_DIR", temp.toString()));
  }

  private static Report report(State state) {
    return new Report(
        "bucket", "/mnt/x", 7, state, new Backlog(2, 2048, 0), Figures.NONE, List.of(), 0);
  }

  @Test
  void awaitEnd_nobodyThere_returnsSilently() throws Exception {
    new Predecessor(temp.resolve("none.sock")).awaitEnd(told::add);

    assertThat(told).isEmpty();
  }

  @Test
  void awaitEnd_draining_waitsAndTellsOnce() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    ControlServer.Handler handler =
        (verb, reply) ->
            reply.send(report(looks.incrementAndGet() < 3 ? State.DRAINING : State.ENDED));
    Path mountPoint = Files.createDirectory(temp.resolve("mnt"));
    try (ControlServer _ = ControlServer.open(directory(), mountPoint, handler)) {
      new Predecessor(directory().socketOf(mountPoint)).awaitEnd(told::add);
    }

    assertThat(looks).hasValue(3);
    assertThat(told).singleElement().asString().contains("process 7").contains("2 files (2Ki)");
  }

  @Test
  void awaitEnd_stillMounted_doesNotWait() throws Exception {
    Path mountPoint = Files.createDirectory(temp.resolve("mnt"));
    try (ControlServer _ =
        ControlServer.open(
            directory(), mountPoint, (verb, reply) -> reply.send(report(State.MOUNTED)))) {
      new Predecessor(directory().socketOf(mountPoint)).awaitEnd(told::add);
    }

    assertThat(told).isEmpty();
  }
}
