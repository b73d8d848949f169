package io.tpmount.cli;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.Flag;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.Flags;
import io.tpmount.cli.flag.MountFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code -o} and {@code --fuse-flag} say, word by word as in fstab.
 *
 * @param values the flags, with those words that are flags here applied
 * @param withoutEffect words that were taken and do nothing
 * @param forDriver words that only the driver can judge
 */
record MountWords(FlagValues values, List<String> withoutEffect, List<String> forDriver) {
  private static final Map<String, Flag<Boolean>> SWITCHES =
      Map.of(
          "ro", MountFlags.READ_ONLY,
          "allow_other", MountFlags.ALLOW_OTHER,
          "nonempty", MountFlags.ALLOW_NON_EMPTY);

  private static final Set<String> WITH_VALUE = Set.of("uid", "gid", "umask");

  /** They are so anyway, or concern those who read fstab. */
  private static final Set<String> SILENT =
      Set.of(
          "rw",
          "defaults",
          "_netdev",
          "nofail",
          "auto",
          "noauto",
          "user",
          "nouser",
          "users",
          "nodev",
          "nosuid",
          "exec",
          "async",
          "big_writes");

  /** The driver has no such thing. */
  private static final Set<String> UNKNOWN_TO_DRIVER =
      Set.of("writeback_cache", "splice_move", "splice_read", "splice_write", "dev", "suid");

  static MountWords apply(FlagValues given) {
    FlagValues values = given;
    List<String> withoutEffect = new ArrayList<>();
    List<String> forDriver = new ArrayList<>();
    for (String word : words(given)) {
      String name = word.split("=", 2)[0];
      if (SWITCHES.containsKey(word)) {
        values = values.with(SWITCHES.get(word), "true");
      } else if (WITH_VALUE.contains(name)) {
        values = values.with(flag(name), valueOf(word));
      } else if (flagOf(name).isPresent()) {
        values = values.with(flagOf(name).get(), textOf(word, flagOf(name).get()));
      } else if (UNKNOWN_TO_DRIVER.contains(word)) {
        withoutEffect.add(word);
      } else if (!SILENT.contains(word) && !word.startsWith("x-")) {
        forDriver.add(word);
      }
    }
    return new MountWords(values, withoutEffect, forDriver);
  }

  /** fstab has no other place for flags: {@code cache-dir=/x}, or with underscores. */
  private static Optional<Flag<?>> flagOf(String word) {
    return Flags.named("--" + word.replace('_', '-'));
  }

  private static List<String> words(FlagValues values) {
    return Stream.of(MountFlags.OPTION, MountFlags.FUSE_FLAG)
        .flatMap(flag -> values.all(flag).stream())
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Flag<?> flag(String word) {
    return Flags.named("--" + word).orElseThrow();
  }

  private static String textOf(String word, Flag<?> flag) {
    return flag.grammar().isSwitch() && !word.contains("=") ? "true" : valueOf(word);
  }

  private static String valueOf(String word) {
    String[] parts = word.split("=", 2);
    if (parts.length < 2) {
      throw CommandFailure.usage("-o " + word + " needs a value: " + word + "=…");
    }
    return parts[1];
  }
}
