package io.tpmount.fuse;

import io.tpmount.fuse.MountException.Reason;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.fuse.sys.MountEntry;
import io.tpmount.fuse.sys.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The question whether something can be mounted at a directory, asked before anything is started.
 * The mount table is read before the directory is touched: a dead mount there must not answer for
 * the directory, and a hanging one must not be waited for.
 */
public final class MountPointCheck {
  private static final Logger log = LoggerFactory.getLogger(MountPointCheck.class);

  private MountPointCheck() {}

  /** Returns if mounting can go on; a dead FUSE mount is removed from the mount point. */
  public static void check(MountOptions options) throws MountException {
    Path mountPoint = resolve(options.mountPoint());
    Optional<MountEntry> inTheWay = mountAt(mountPoint);
    if (inTheWay.isPresent()) {
      checkMounted(inTheWay.get(), options);
    }
    checkDirectory(mountPoint, options);
    HostCheck.check(options);
  }

  /** The mount point as the mount table spells it; the last name may be dead, its parent not. */
  static Path resolve(Path mountPoint) throws MountException {
    Path parent = mountPoint.getParent();
    if (parent == null) {
      throw new MountException(Reason.NOT_EMPTY, "cannot mount over " + mountPoint);
    }
    try {
      Path here = parent.toRealPath().resolve(mountPoint.getFileName());
      return Files.isSymbolicLink(here) ? here.toRealPath() : here;
    } catch (IOException e) {
      throw new MountException(
          Reason.MOUNT_POINT_MISSING,
          "mount point " + mountPoint + " cannot be reached: " + e.getMessage());
    }
  }

  private static void checkMounted(MountEntry mount, MountOptions options) throws MountException {
    if (mount.isFuse() && isDead(mount)) {
      removeDead(mount);
      return;
    }
    // An automounter's trigger is there to be mounted over.
    if (mount.type().equals("autofs")) {
      return;
    }
    boolean ours = mount.type().equals("fuse." + MountOptions.SUBTYPE);
    if (ours || !options.has(Flag.ALLOW_NON_EMPTY)) {
      throw new MountException(
          Reason.ALREADY_MOUNTED,
          "%s is already a mount: %s (%s); unmount it first with: umount %s"
              .formatted(mount.mountPoint(), mount.source(), mount.type(), mount.mountPoint()));
    }
  }

  /** A connection whose daemon is gone fails at once; one whose daemon hangs must not hang us. */
  private static boolean isDead(MountEntry mount) throws MountException {
    return Probe.statfs(mount.mountPoint()) == Errno.ENOTCONN.negated();
  }

  private static void removeDead(MountEntry mount) throws MountException {
    try {
      Unmounting.unmount(mount.mountPoint(), UnmountMode.LAZY);
    } catch (UnmountException e) {
      throw stale(mount, e.getMessage());
    }
    if (mountAt(mount.mountPoint()).filter(mount::equals).isPresent()) {
      throw stale(mount, "it is still there after unmounting it");
    }
    log.warn(
        "removed a dead mount of {} from {}: its process ended without unmounting",
        mount.source(),
        mount.mountPoint());
  }

  private static MountException stale(MountEntry mount, String why) {
    return new MountException(
        Reason.STALE,
        "%s holds a dead mount (Transport endpoint is not connected) that cannot be removed: %s; as root: umount -l %s"
            .formatted(mount.mountPoint(), why, mount.mountPoint()));
  }

  private static void checkDirectory(Path mountPoint, MountOptions options) throws MountException {
    if (!Files.exists(mountPoint)) {
      throw new MountException(
          Reason.MOUNT_POINT_MISSING,
          "mount point " + mountPoint + " does not exist; make it with: mkdir -p " + mountPoint);
    }
    if (!Files.isDirectory(mountPoint)) {
      throw new MountException(
          Reason.NOT_A_DIRECTORY, "mount point " + mountPoint + " is not a directory");
    }
    if (!Files.isWritable(mountPoint)) {
      throw new MountException(
          Reason.REFUSED,
          "mount point "
              + mountPoint
              + " is not writable; users other than root can mount only where they may write");
    }
    if (!options.has(Flag.ALLOW_NON_EMPTY) && !isEmpty(mountPoint)) {
      throw new MountException(
          Reason.NOT_EMPTY,
          "mount point "
              + mountPoint
              + " is not empty; --allow-non-empty mounts over what it holds");
    }
  }

  /** Whether a directory is empty; one that only its owner may list cannot be mounted over. */
  static boolean isEmpty(Path directory) throws MountException {
    try (Stream<Path> names = Files.list(directory)) {
      return names.findAny().isEmpty();
    } catch (IOException e) {
      throw new MountException(
          Reason.REFUSED, "mount point " + directory + " cannot be listed: " + e.toString());
    }
  }

  private static Optional<MountEntry> mountAt(Path mountPoint) throws MountException {
    try {
      return MountTable.read().at(mountPoint);
    } catch (IOException e) {
      throw new MountException(Reason.REFUSED, "cannot read the mount table: " + e.getMessage());
    }
  }

  /** System calls on a file system that may hang. */
  private static final class Probe {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Probe() {}

    static int statfs(Path path) throws MountException {
      int[] answer = new int[1];
      Thread probe =
          Thread.ofPlatform()
              .daemon()
              .name("mount-probe")
              .start(() -> answer[0] = Libc.statfs(path.toString()));
      try {
        if (probe.join(LIMIT)) {
          return answer[0];
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new MountException(
          Reason.ALREADY_MOUNTED, path + " holds a mount that does not answer; see who serves it");
    }
  }
}
