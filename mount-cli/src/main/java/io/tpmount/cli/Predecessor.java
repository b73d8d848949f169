package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import io.tpmount.cli.control.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process that served a mount point before and may still be uploading: it holds the cache until
 * it has ended.
 */
final class Predecessor {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Path socket;

  /**
   * @param socket the control socket of the mount point
   */
  Predecessor(Path socket) {
    this.socket = socket;
  }

  /** Waits for as long as it uploads; tells of it once. */
  void awaitEnd(Consumer<String> narrator) throws InterruptedException {
    Optional<Report> report = draining();
    report.ifPresent(
        found ->
            narrator.accept(
                "waiting for process %d, which unmounted here and still uploads %s"
                    .formatted(found.pid(), found.pending())));
    while (report.isPresent()) {
      Thread.sleep(BETWEEN_LOOKS);
      report = draining();
    }
  }

  private Optional<Report> draining() {
    try (ControlClient client = ControlClient.connect(socket)) {
      return client.ask(Verb.STATUS).filter(report -> report.state() == State.DRAINING);
    } catch (IOException e) {
      // Gone, or going.
      return Optional.empty();
    }
  }
}
