package io.tpmount.fuse.kernel;

import io.tpmount.fuse.ExtraOptions;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.Libc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What mount(2) is given: bits for the words it knows, and the options of the file system. */
final class MountWords {
  // include/uapi/linux/mount.h
  private static final long MS_RDONLY = 1;
  private static final long MS_NOSUID = 1 << 1;
  private static final long MS_NODEV = 1 << 2;
  private static final long MS_NOEXEC = 1 << 3;
  private static final long MS_SYNCHRONOUS = 1 << 4;
  private static final long MS_DIRSYNC = 1 << 7;
  private static final long MS_NOATIME = 1 << 10;

  private static final Map<String, Long> SET =
      Map.of(
          "ro", MS_RDONLY,
          "nosuid", MS_NOSUID,
          "nodev", MS_NODEV,
          "noexec", MS_NOEXEC,
          "sync", MS_SYNCHRONOUS,
          "dirsync", MS_DIRSYNC,
          "noatime", MS_NOATIME);
  private static final Map<String, Long> CLEARED =
      Map.of(
          "rw", MS_RDONLY,
          "suid", MS_NOSUID,
          "dev", MS_NODEV,
          "exec", MS_NOEXEC,
          "async", MS_SYNCHRONOUS,
          "atime", MS_NOATIME);

  /** Labels of a security module, which the kernel reads. */
  private static final Set<String> LABELS =
      Set.of("context", "fscontext", "defcontext", "rootcontext");

  private static final Set<String> TAKEN =
      Stream.of(SET.keySet(), CLEARED.keySet(), LABELS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** What libfuse has a word for and this driver does anyhow, or decides by itself. */
  private static final Set<String> IGNORED =
      Set.of(
          "writeback_cache",
          "big_writes",
          "async_read",
          "sync_read",
          "max_readahead",
          "max_write",
          "congestion_threshold",
          "splice_read",
          "splice_write",
          "splice_move",
          "no_splice_read",
          "no_splice_write",
          "no_splice_move",
          "auto_cache",
          "noauto_cache",
          "auto_unmount",
          "noforget");

  private MountWords() {}

  static void check(MountOptions options) throws MountException {
    ExtraOptions.check(options.extra(), TAKEN, IGNORED, "this driver");
  }

  static long bits(MountOptions options) {
    long bits = MS_NOSUID | MS_NODEV;
    for (String option : options.extra()) {
      bits |= SET.getOrDefault(option, 0L);
      bits &= ~CLEARED.getOrDefault(option, 0L);
    }
    return options.has(Flag.READ_ONLY) ? bits | MS_RDONLY : bits;
  }

  static String data(MountOptions options, int fd) {
    List<String> words = new ArrayList<>();
    words.add("fd=" + fd);
    words.add("rootmode=40000");
    words.add("user_id=" + Libc.geteuid());
    words.add("group_id=" + Libc.getegid());
    words.add("max_read=" + options.maxRead().bytes());
    if (options.has(Flag.ALLOW_OTHER)) {
      words.add("allow_other");
    }
    if (options.has(Flag.DEFAULT_PERMISSIONS)) {
      words.add("default_permissions");
    }
    options.extra().stream()
        .filter(option -> LABELS.contains(ExtraOptions.name(option)))
        .forEach(words::add);
    return String.join(",", words);
  }
}
