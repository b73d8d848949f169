package io.tpmount.fuse.sys;

import java.nio.file.Path;

/**
 * One line of the mount table.
 *
 * @param id unique while mounted
 * @param device {@code major:minor}, by which /sys/class/bdi names it
 * @param type file system type, such as {@code fuse.tpmount}
 * @param source what is mounted, as its driver calls it
 */
public record MountEntry(int id, String device, Path mountPoint, String type, String source) {
  public boolean isFuse() {
    return type.equals("fuse") || type.startsWith("fuse.") || type.equals("fuseblk");
  }

  /** The name of its FUSE connection under /sys/fs/fuse/connections. */
  public String connection() {
    return device.substring(device.indexOf(':') + 1);
  }
}
