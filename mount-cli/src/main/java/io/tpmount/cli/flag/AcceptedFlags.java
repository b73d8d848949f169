package io.tpmount.cli.flag;

import io.tpmount.vfs.unit.ByteSize;
import java.time.Duration;
import java.util.List;

/** Flags of rclone's command line that have nothing to do here. */
final class AcceptedFlags {
  private enum CacheMode {
    OFF,
    MINIMAL,
    WRITES,
    FULL
  }

  private static final Flag<CacheMode> CACHE_MODE =
      Flag.accepted(
          "--vfs-cache-mode",
          Grammar.oneOf(CacheMode.class),
          "files are always cached as with full");
  private static final Flag<Duration> CACHE_POLL_INTERVAL =
      Flag.accepted(
          "--vfs-cache-poll-interval",
          Grammar.DURATION,
          "the cache keeps its limits at every moment");
  private static final Flag<ByteSize> BUFFER_SIZE =
      Flag.accepted("--buffer-size", Grammar.SIZE, "--read-memory bounds all buffers together");
  private static final Flag<Integer> MAX_BACKLOG =
      Flag.accepted("--max-backlog", Grammar.COUNT, "uploads wait on disk, as many as there are");

  private AcceptedFlags() {}

  static List<Flag<?>> all() {
    return List.of(
        CACHE_MODE,
        CACHE_POLL_INTERVAL,
        BUFFER_SIZE,
        MAX_BACKLOG,
        toggle("--use-mmap", "buffers are taken from one budget and returned to it"),
        toggle("--no-modtime", "times come with the listing and cost no request"),
        toggle("--no-checksum", "no checksum is ever asked for"),
        toggle("--ignore-checksum", "no checksum is ever compared"),
        toggle("--no-unicode-normalization", "names are bytes and never normalized"),
        toggle("--vfs-fast-fingerprint", "a version is known by its ETag at no cost"),
        toggle("--copy-links", "it concerns local disks, not a bucket"));
  }

  private static Flag<Boolean> toggle(String name, String because) {
    return Flag.accepted(name, Grammar.SWITCH, because);
  }
}
