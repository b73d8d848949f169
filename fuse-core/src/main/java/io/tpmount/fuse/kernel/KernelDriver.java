package io.tpmount.fuse.kernel;

import io.tpmount.fuse.Driver;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.Session;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.Vfs;
import java.nio.file.Path;
import java.time.Duration;

/** Mounts by mount(2), which only root may call, and speaks with the kernel itself. */
public final class KernelDriver implements Driver {
  private static final String DEVICE = "/dev/fuse";

  /** What others change is seen after at most this. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(1);

  /** Whether this process may mount by itself. */
  public static boolean isPossible() {
    return Libc.geteuid() == 0;
  }

  @Override
  public void check(MountOptions options) throws MountException {
    if (!isPossible()) {
      throw refused("--driver=kernel mounts as root only; others: --driver=jnr");
    }
    MountWords.check(options);
  }

  @Override
  public Session mount(Vfs vfs, MountOptions options) throws MountException {
    MountOptions cautious = options.withTimeouts(options.timeouts().atMost(LONGEST_TIMEOUT));
    int fd = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw refused(DEVICE + " cannot be opened: " + Errno.describe(-fd));
    }
    int result =
        Libc.mount(
            options.source(),
            options.mountPoint(),
            "fuse." + MountOptions.SUBTYPE,
            MountWords.bits(options),
            MountWords.data(options, fd));
    if (result < 0) {
      Libc.close(fd);
      throw refused(
          "%s cannot be mounted: %s".formatted(options.mountPoint(), Errno.describe(-result)));
    }
    return begin(vfs, cautious, fd);
  }

  private static Session begin(Vfs vfs, MountOptions options, int fd) throws MountException {
    try {
      KernelSession session = new KernelSession(vfs, options, Negotiated.with(fd, options), fd);
      session.start();
      return session;
    } catch (MountException e) {
      unmount(options.mountPoint());
      Libc.close(fd);
      throw e;
    }
  }

  private static void unmount(Path mountPoint) {
    int ignored = Libc.umount2(mountPoint.toString(), Libc.MNT_DETACH);
  }

  private static MountException refused(String why) {
    return new MountException(MountException.Reason.REFUSED, why);
  }
}
