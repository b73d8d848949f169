package io.tpmount.fuse;

import io.tpmount.fuse.UnmountException.Reason;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes a mount out of the mount table: by umount2 as root, else by fusermount. */
final class Unmounting {
  private Unmounting() {}

  /** Returns also when nothing is mounted there. */
  static void unmount(Path mountPoint, UnmountMode mode) throws UnmountException {
    if (Libc.geteuid() == 0) {
      bySystemCall(mountPoint, mode);
    } else {
      byFusermount(mountPoint, mode);
    }
  }

  private static void bySystemCall(Path mountPoint, UnmountMode mode) throws UnmountException {
    int result =
        switch (mode) {
          case CLEAN -> Libc.umount2(mountPoint.toString(), 0);
          case LAZY -> Libc.umount2(mountPoint.toString(), Libc.MNT_DETACH);
          case FORCED -> force(mountPoint.toString());
        };
    if (result == Errno.EBUSY.negated()) {
      throw busy(mountPoint);
    }
    // EINVAL: not a mount point (any more).
    if (result < 0 && result != Errno.EINVAL.negated()) {
      throw new UnmountException(
          Reason.REFUSED, "cannot unmount " + mountPoint + ": " + Errno.describe(-result));
    }
  }

  /** The first call ends the connection but fails with EBUSY while files are open. */
  private static int force(String mountPoint) {
    int result = Libc.umount2(mountPoint, Libc.MNT_FORCE);
    return result == Errno.EBUSY.negated() ? Libc.umount2(mountPoint, Libc.MNT_DETACH) : result;
  }

  private static void byFusermount(Path mountPoint, UnmountMode mode) throws UnmountException {
    List<String> command = new ArrayList<>(List.of("fusermount", "-u"));
    if (mode != UnmountMode.CLEAN) {
      command.add("-z");
    }
    command.addAll(List.of("--", mountPoint.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      judge(mountPoint, process.waitFor(), said);
    } catch (IOException e) {
      throw new UnmountException(Reason.REFUSED, "cannot run fusermount: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnmountException(Reason.REFUSED, "interrupted while fusermount ran");
    }
  }

  private static void judge(Path mountPoint, int exitCode, String said) throws UnmountException {
    if (exitCode == 0 || said.contains("not found in /etc/mtab")) {
      return;
    }
    if (said.contains("busy")) {
      throw busy(mountPoint);
    }
    throw new UnmountException(Reason.REFUSED, "cannot unmount " + mountPoint + ": " + said);
  }

  private static UnmountException busy(Path mountPoint) {
    return new UnmountException(
        Reason.BUSY, mountPoint + " is in use: a file is open in it, or a shell stands in it");
  }
}
