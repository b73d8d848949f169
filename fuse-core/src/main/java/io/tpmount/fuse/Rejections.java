package io.tpmount.fuse;

import io.tpmount.fuse.sys.Errno;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to what this file system never does; each kind is logged once in the life of a mount. */
public final class Rejections {
  private static final Logger log = LoggerFactory.getLogger(Rejections.class);
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  public Errno link() {
    return reject("link", Errno.EPERM);
  }

  public Errno specialFile() {
    return reject("mknod of a FIFO, socket or device", Errno.EPERM);
  }

  /**
   * Programs then fall back as on a Lustre without flock; any other errno makes some of them wait
   * for ever. Granted by the kernel on this machine alone, the lock would be a promise to the other
   * machines that nobody keeps.
   */
  public Errno exclusiveLock() {
    return reject(
        "an exclusive file lock (--posix-unsupported=ignore grants it on this machine only)",
        Errno.ENOSYS);
  }

  private Errno reject(String what, Errno errno) {
    if (logged.add(what)) {
      log.warn("{} is not supported: answered {}, here and from now on", what, errno);
    }
    return errno;
  }
}
