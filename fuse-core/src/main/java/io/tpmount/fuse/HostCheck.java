package io.tpmount.fuse;

import com.google.common.base.Splitter;
import io.tpmount.fuse.MountException.Reason;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What any FUSE mount needs of this machine, checked so that a refusal can be explained. */
final class HostCheck {
  private static final String DEVICE = "/dev/fuse";
  private static final Path FUSE_CONF = Path.of("/etc/fuse.conf");

  private HostCheck() {}

  static void check(MountOptions options) throws MountException {
    checkDevice();
    if (Libc.geteuid() != 0) {
      checkFusermount();
      checkAllowOther(options);
    }
  }

  private static void checkDevice() throws MountException {
    int fd = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (fd >= 0) {
      Libc.close(fd);
      return;
    }
    if (fd == Errno.ENOENT.negated() || fd == Errno.ENODEV.negated()) {
      throw new MountException(
          Reason.DEVICE_ABSENT,
          DEVICE + " is absent: load it with modprobe fuse, or give it to the container");
    }
    throw new MountException(
        Reason.DEVICE_REFUSED,
        "%s cannot be opened (%s): a container needs --device %s and --cap-add SYS_ADMIN"
            .formatted(DEVICE, Errno.describe(-fd), DEVICE));
  }

  private static void checkFusermount() throws MountException {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin";
    boolean found =
        Splitter.on(':')
            .omitEmptyStrings()
            .splitToStream(path)
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "fusermount")));
    if (!found) {
      throw new MountException(
          Reason.FUSERMOUNT_MISSING,
          "fusermount is missing, which users other than root need: install the package fuse3");
    }
  }

  private static void checkAllowOther(MountOptions options) throws MountException {
    if (options.has(Flag.ALLOW_OTHER) && !userAllowOther()) {
      throw new MountException(
          Reason.ALLOW_OTHER_REFUSED,
          "--allow-other needs the line user_allow_other in " + FUSE_CONF + ", or root");
    }
  }

  private static boolean userAllowOther() {
    try (Stream<String> lines = Files.lines(FUSE_CONF)) {
      return lines.map(String::strip).anyMatch("user_allow_other"::equals);
    } catch (IOException e) {
      // Readable to fusermount at most: let it decide.
      return Files.exists(FUSE_CONF);
    }
  }
}
