package io.tpmount.cli.flag;

import io.tpmount.vfs.engine.ShownAttributes;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.posix.Unsupported;
import java.time.Duration;
import java.util.List;

/** How long names are believed, and what files show. */
public final class NameFlags {
  static final Flag<Duration> DIR_CACHE_TIME =
      Flag.of("--dir-cache-time", Grammar.DURATION, Group.NAMES, "how long a listing is believed")
          .or("15m");
  static final Flag<Duration> ATTR_TIMEOUT =
      Flag.of(
              "--attr-timeout",
              Grammar.DURATION,
              Group.NAMES,
              "how long the kernel may believe names and attributes")
          .or("15m");
  static final Flag<Duration> NEGATIVE_TIMEOUT =
      Flag.of(
              "--negative-timeout",
              Grammar.DURATION,
              Group.NAMES,
              "how long an absent name stays absent")
          .or("5s");
  static final Flag<Integer> UID =
      Flag.of("--uid", Grammar.COUNT, Group.NAMES, "owner shown (default: who mounts)");
  static final Flag<Integer> GID =
      Flag.of("--gid", Grammar.COUNT, Group.NAMES, "group shown (default: of who mounts)");
  static final Flag<Integer> UMASK =
      Flag.of(
          "--umask",
          Grammar.MODE,
          Group.NAMES,
          "permissions taken away from those below (default: the process's)");
  static final Flag<Integer> FILE_PERMS =
      Flag.of("--file-perms", Grammar.MODE, Group.NAMES, "permissions of files").or("0666");
  static final Flag<Integer> DIR_PERMS =
      Flag.of("--dir-perms", Grammar.MODE, Group.NAMES, "permissions of directories").or("0777");
  public static final Flag<Unsupported> POSIX_UNSUPPORTED =
      Flag.of(
              "--posix-unsupported",
              Grammar.oneOf(Unsupported.class),
              Group.NAMES,
              "chmod, chown, times, exclusive locks, unlink of open files: reject or ignore")
          .or("reject");

  private NameFlags() {}

  public static NamespaceOptions namespace(FlagValues values) {
    return new NamespaceOptions(
        values.get(DIR_CACHE_TIME), values.get(ATTR_TIMEOUT), values.get(NEGATIVE_TIMEOUT));
  }

  /**
   * @param own what this process has, for what is not given
   */
  public static ShownAttributes shown(FlagValues values, ProcessIdentity own) {
    int kept = ~values.find(UMASK).orElse(own.umask());
    return new ShownAttributes(
        values.find(UID).orElse(own.uid()),
        values.find(GID).orElse(own.gid()),
        values.get(FILE_PERMS) & kept,
        values.get(DIR_PERMS) & kept);
  }

  static List<Flag<?>> all() {
    return List.of(
        DIR_CACHE_TIME,
        ATTR_TIMEOUT,
        NEGATIVE_TIMEOUT,
        UID,
        GID,
        UMASK,
        FILE_PERMS,
        DIR_PERMS,
        POSIX_UNSUPPORTED);
  }
}
