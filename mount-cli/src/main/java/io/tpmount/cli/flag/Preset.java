package io.tpmount.cli.flag;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values that suit a kind of work; whatever is given goes before them. */
public enum Preset {
  /** Many readers of a data set that nobody changes meanwhile. */
  TRAINING(
      "--vfs-read-chunk-streams=16 --vfs-read-ahead=64M --dir-cache-time=1h --attr-timeout=1h"),
  /** Loads models, and writes nothing. */
  SERVING(
      "--read-only=true --vfs-read-chunk-streams=16 --vfs-read-ahead=128M --dir-cache-time=1h"
          + " --attr-timeout=1h"),
  /** Huge files, to be in the bucket soon and safely. */
  CHECKPOINT("--vfs-write-back=1s --s3-upload-concurrency=32 --transfers=32"),
  /** Several machines change and read the same files. */
  SHARED("--dir-cache-time=10s --attr-timeout=1s --negative-timeout=1s --vfs-write-back=1s");

  private final String flags;

  Preset(String flags) {
    this.flags = flags;
  }

  /** Texts by the name of their flag. */
  Map<String, String> texts() {
    return Stream.of(flags.split(" ", -1))
        .map(flag -> flag.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** What it sets, as one would write it. */
  @Override
  public String toString() {
    return flags;
  }
}
