package io.tpmount.fuse.jnr;

import io.tpmount.fuse.ExtraOptions;
import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The command line that libfuse 2 is given. */
final class LibfuseArguments {
  /** This API cannot take an answer back: what others change is seen after at most this. */
  static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(1);

  /** The protocol version that libfuse 2 speaks has no larger requests. */
  private static final long LARGEST_READ = 128 << 10;

  private static final List<String> ALWAYS =
      List.of(
          "subtype=" + MountOptions.SUBTYPE,
          // Else requests to write are 4 KiB.
          "big_writes",
          // O_TRUNC comes with the open, before the old content would be fetched.
          "atomic_o_trunc",
          // Else removing an open file renames it, which is a copy in the store.
          "hard_remove",
          "use_ino",
          "max_background=128");

  /** Words of mount(8) and fusermount that mean here what they mean everywhere. */
  private static final Set<String> PASSED =
      Set.of(
          "ro",
          "rw",
          "suid",
          "nosuid",
          "dev",
          "nodev",
          "exec",
          "noexec",
          "sync",
          "async",
          "dirsync",
          "atime",
          "noatime",
          "sync_read",
          "max_readahead",
          "max_write",
          "congestion_threshold",
          "context",
          "fscontext",
          "defcontext",
          "rootcontext");

  /** What other programs are given and libfuse 2 does not have, or always has, or must not do. */
  private static final Set<String> IGNORED =
      Set.of(
          "writeback_cache",
          "big_writes",
          "async_read",
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

  private LibfuseArguments() {}

  static void check(MountOptions options) throws MountException {
    ExtraOptions.check(options.extra(), PASSED, IGNORED, "libfuse 2");
  }

  static String[] of(MountOptions options) {
    List<String> mountOptions = new ArrayList<>(ALWAYS);
    mountOptions.add("fsname=" + escape(options.source()));
    mountOptions.add("max_read=" + Math.min(LARGEST_READ, options.maxRead().bytes()));
    mountOptions.addAll(timeouts(options.timeouts().atMost(LONGEST_TIMEOUT)));
    options.flags().stream().flatMap(LibfuseArguments::words).forEach(mountOptions::add);
    options.extra().stream()
        .filter(option -> PASSED.contains(ExtraOptions.name(option)))
        .forEach(mountOptions::add);
    return new String[] {
      MountOptions.SUBTYPE,
      "-f",
      "-o",
      String.join(",", mountOptions),
      options.mountPoint().toString()
    };
  }

  private static Stream<String> words(Flag flag) {
    return switch (flag) {
      case READ_ONLY -> Stream.of("ro");
      case ALLOW_OTHER -> Stream.of("allow_other");
      case ALLOW_NON_EMPTY -> Stream.of("nonempty");
      case DEFAULT_PERMISSIONS -> Stream.of("default_permissions");
      case TRACE -> Stream.of("debug");
      case LOCAL_LOCKS, PASSTHROUGH -> Stream.empty();
    };
  }

  private static List<String> timeouts(KernelTimeouts timeouts) {
    return List.of(
        "attr_timeout=" + seconds(timeouts.attr()),
        "entry_timeout=" + seconds(timeouts.entry()),
        "negative_timeout=" + seconds(timeouts.negative()));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  /** In a value libfuse takes a comma for the next option unless it is quoted. */
  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,");
  }
}
