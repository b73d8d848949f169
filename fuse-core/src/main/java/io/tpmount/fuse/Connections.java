package io.tpmount.fuse;

import io.tpmount.fuse.sys.MountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's list of FUSE connections, as far as we end ours by it. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final Path ROOT = Path.of("/sys/fs/fuse/connections");

  private Connections() {}

  /** Fails all requests of a mount, waiting ones and later ones. */
  static void abort(MountEntry mount) {
    Path abort = ROOT.resolve(mount.connection()).resolve("abort");
    try {
      Files.writeString(abort, "1", StandardOpenOption.WRITE);
    } catch (IOException e) {
      log.warn("cannot abort the connection of {}: {}", mount.mountPoint(), e.toString());
    }
  }
}
