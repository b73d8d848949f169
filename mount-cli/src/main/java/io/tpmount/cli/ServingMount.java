package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.RuntimeDirectory;
import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The mount of this user that a path is in. */
record ServingMount(Path mountPoint, RuntimeDirectory sockets) {

  /**
   * The nearest at or above the path.
   *
   * @throws CommandFailure when there is none
   */
  static ServingMount of(Path path, Surroundings around) {
    RuntimeDirectory sockets = RuntimeDirectory.of(around.identity().uid(), around.variables());
    for (Path here = path; here != null; here = here.getParent()) {
      if (isServed(here, sockets)) {
        return new ServingMount(here, sockets);
      }
    }
    throw CommandFailure.failed("no tpmount of this user serves " + path);
  }

  ControlClient connect() throws IOException {
    return ControlClient.connect(sockets.socketOf(mountPoint));
  }

  /** The path from the mount's root. */
  String below(Path path) {
    return mountPoint.relativize(path).toString();
  }

  private static boolean isServed(Path here, RuntimeDirectory sockets) {
    try {
      return Files.exists(sockets.socketOf(here));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw CommandFailure.failed(here + ": " + e.getMessage());
    }
  }
}
