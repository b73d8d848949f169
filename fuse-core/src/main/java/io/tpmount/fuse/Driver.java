package io.tpmount.fuse;

import io.tpmount.vfs.Vfs;

/** A way to speak with the kernel. */
public interface Driver {
  /** Whether this machine has what the driver needs, and whether it understands all options. */
  void check(MountOptions options) throws MountException;

  /**
   * Mounts. The kernel has been answered once when this returns, so the mount works.
   *
   * @throws MountException when nothing is left mounted
   */
  Session mount(Vfs vfs, MountOptions options) throws MountException;
}
