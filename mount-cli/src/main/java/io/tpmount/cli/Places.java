package io.tpmount.cli;

import io.tpmount.cli.flag.CacheFlags;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.LifeFlags;
import io.tpmount.cli.flag.StoreFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where files are when no flag says so: root's in the system's places, others' in their home. */
final class Places {
  /** What rclone takes for "no file". */
  private static final String NO_CONFIG = "notfound";

  private final FlagValues values;
  private final Surroundings around;

  Places(FlagValues values, Surroundings around) {
    this.values = values;
    this.around = around;
  }

  /** The config file to read; empty for none. A file that was asked for need not exist. */
  Optional<Path> rcloneConf() {
    Optional<String> asked = values.find(StoreFlags.CONFIG);
    if (asked.isEmpty()) {
      return Optional.of(home(around, "XDG_CONFIG_HOME", ".config").resolve("rclone/rclone.conf"))
          .filter(Files::exists);
    }
    return asked
        .filter(text -> !text.isEmpty() && !text.equals("/dev/null"))
        .map(Path::of)
        .filter(path -> !path.endsWith(NO_CONFIG));
  }

  Path cacheDirectory() {
    return values
        .find(CacheFlags.CACHE_DIR)
        .map(Path::of)
        .orElseGet(() -> defaultCacheDirectory(around))
        .toAbsolutePath()
        .normalize();
  }

  static Path defaultCacheDirectory(Surroundings around) {
    return around.identity().isRoot()
        ? Path.of("/var/cache/tpmount")
        : home(around, "XDG_CACHE_HOME", ".cache").resolve("tpmount");
  }

  /** A daemon always has one, because nobody reads its standard error. */
  Optional<Path> logFile(Path mountPoint) {
    Optional<Path> asked =
        values.find(LifeFlags.LOG_FILE).filter(text -> !text.isEmpty()).map(Path::of);
    return asked
        .or(
            () ->
                values.get(LifeFlags.DAEMON)
                    ? Optional.of(daemonLog(mountPoint))
                    : Optional.empty())
        .map(path -> path.toAbsolutePath().normalize());
  }

  private Path daemonLog(Path mountPoint) {
    Path directory =
        around.identity().isRoot()
            ? Path.of("/var/log/tpmount")
            : home(around, "XDG_STATE_HOME", ".local/state").resolve("tpmount");
    String name = mountPoint.toAbsolutePath().normalize().toString().substring(1);
    return directory.resolve(name.replace('/', '-') + ".log");
  }

  private static Path home(Surroundings around, String variable, String otherwise) {
    String set = around.variables().getOrDefault(variable, "");
    return set.isEmpty() ? around.home().resolve(otherwise) : Path.of(set);
  }
}
