package io.tpmount.fuse;

import io.tpmount.fuse.sys.MountEntry;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's read-ahead of one mount. Its default of 128 KiB, and not the driver, bounds buffered
 * sequential reads; no mount option raises it, only this file, which only root may write.
 */
final class ReadAhead {
  private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);
  private static final Path BDI = Path.of("/sys/class/bdi");

  private ReadAhead() {}

  static void set(MountEntry mount, ByteSize size) {
    Path file = BDI.resolve(mount.device()).resolve("read_ahead_kb");
    String wanted = Long.toString(size.bytes() >> 10);
    try {
      if (!Files.readString(file).strip().equals(wanted)) {
        Files.writeString(file, wanted, StandardOpenOption.WRITE);
      }
    } catch (IOException e) {
      log.info(
          "read-ahead of {} left as it is ({}); as root: echo {} > {}",
          mount.mountPoint(),
          e.toString(),
          wanted,
          file);
    }
  }
}
