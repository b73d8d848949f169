package io.tpmount.cli.flag;

import java.util.List;

/** What the kernel is told at the mount. */
public final class MountFlags {
  public static final Flag<Boolean> READ_ONLY =
      Flag.toggle("--read-only", Group.ESSENTIAL, "refuse every change");
  public static final Flag<Boolean> ALLOW_OTHER =
      Flag.toggle("--allow-other", Group.ESSENTIAL, "let other users in");
  public static final Flag<Boolean> ALLOW_NON_EMPTY =
      Flag.toggle("--allow-non-empty", Group.MOUNT, "mount over a directory that has entries");
  public static final Flag<DriverChoice> DRIVER =
      Flag.of(
              "--driver",
              Grammar.oneOf(DriverChoice.class),
              Group.MOUNT,
              "kernel (/dev/fuse itself), jnr (libfuse 2), or auto: kernel for root, else jnr")
          .or("auto");
  public static final Flag<Integer> READ_AHEAD_KB =
      Flag.of(
              "--read-ahead-kb",
              Grammar.COUNT,
              Group.MOUNT,
              "the kernel's read-ahead in KiB, set where permitted; 0 leaves it")
          .or("1024");
  public static final Flag<String> OPTION =
      Flag.of(
              "-o",
              Grammar.TEXT,
              Group.MOUNT,
              "mount options as in fstab, by comma: ro, allow_other, uid=, umask=, …; repeatable")
          .alias("--option");
  public static final Flag<String> FUSE_FLAG =
      Flag.of("--fuse-flag", Grammar.TEXT, Group.MOUNT, "one more mount option; repeatable");

  private MountFlags() {}

  static List<Flag<?>> all() {
    return List.of(
        READ_ONLY, ALLOW_OTHER, ALLOW_NON_EMPTY, DRIVER, READ_AHEAD_KB, OPTION, FUSE_FLAG);
  }
}
