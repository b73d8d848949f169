package io.tpmount.cli.remote;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.Flag;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.Flags;
import io.tpmount.cli.flag.S3Key;
import io.tpmount.cli.flag.WriteFlags;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a remote: the texts of rclone's S3 keys, each from the first place that has it.
 * For a section of rclone.conf these are, in rclone's order, the flag on the command line, {@code
 * RCLONE_CONFIG_NAME_KEY}, {@code RCLONE_S3_KEY}, {@code RCLONE_KEY}, the file; without a section
 * only flags and their variables count.
 */
public final class RemoteSettings {
  private static final String TYPE = "type";

  private final RemoteName name;
  private final Map<String, String> keys;

  private RemoteSettings(RemoteName name, Map<String, String> keys) {
    this.name = name;
    this.keys = Map.copyOf(keys);
  }

  /**
   * @throws CommandFailure for an unknown section, another type than S3, and each key that would
   *     change what is sent and is not implemented
   */
  public static RemoteSettings resolve(RemoteName name, FlagValues values, RcloneConf conf) {
    return switch (name) {
      case RemoteName.Plain plain -> new RemoteSettings(plain, layered(values, Map.of(), Map.of()));
      case RemoteName.Configured configured -> configured(configured, values, conf);
    };
  }

  public RemoteName name() {
    return name;
  }

  /** The key's text; empty when it is nowhere, or is empty. */
  Optional<String> find(String key) {
    return Optional.ofNullable(keys.get(key)).filter(text -> !text.isEmpty());
  }

  /** The flags, with what the remote says of uploads where no flag does. */
  public FlagValues tuned(FlagValues values) {
    FlagValues tuned = values;
    for (Flag<?> flag : WriteFlags.ofRemotes()) {
      Optional<String> text = find(keyOf(flag));
      tuned = text.isPresent() ? tuned.withRemote(flag, text.get()) : tuned;
    }
    return tuned;
  }

  private static RemoteSettings configured(
      RemoteName.Configured remote, FlagValues values, RcloneConf conf) {
    Map<String, String> variables = ofSection(remote, values.variables());
    Map<String, String> file = conf.section(remote.section()).orElse(Map.of());
    String type = variables.getOrDefault(TYPE, file.get(TYPE));
    if (type == null) {
      throw unknown(remote, conf);
    }
    if (!type.equals("s3")) {
      throw refused(remote, "is of type " + type + "; tpmount mounts type s3");
    }
    checkKnown(remote, file);
    Map<String, String> keys = layered(values, variables, file);
    keys.forEach((key, text) -> checkImplemented(remote, key, text));
    return new RemoteSettings(remote, keys);
  }

  private static Map<String, String> ofSection(
      RemoteName.Configured remote, Map<String, String> variables) {
    Map<String, String> found = new HashMap<>();
    putIfSet(found, TYPE, variables.get(remote.variable(TYPE)));
    for (S3Key key : S3Key.all()) {
      putIfSet(found, key.key(), variables.get(remote.variable(key.key())));
    }
    return found;
  }

  private static Map<String, String> layered(
      FlagValues values, Map<String, String> section, Map<String, String> file) {
    Map<String, String> set = values.variables();
    Map<String, String> keys = new HashMap<>();
    for (S3Key key : S3Key.all()) {
      Flag<?> flag = Flags.named(key.flagName()).orElseThrow();
      Optional<String> text =
          values
              .onCommandLine(flag)
              .or(() -> values.ownVariable(flag))
              .or(() -> Optional.ofNullable(section.get(key.key())))
              .or(() -> key.variables().stream().filter(set::containsKey).findFirst().map(set::get))
              .or(() -> Optional.ofNullable(file.get(key.key())));
      text.ifPresent(found -> keys.put(key.key(), found));
    }
    return keys;
  }

  private static void checkKnown(RemoteName.Configured remote, Map<String, String> file) {
    for (String key : file.keySet()) {
      if (!key.equals(TYPE) && S3Key.of(key).isEmpty()) {
        throw refused(remote, "has the key '" + key + "', which tpmount does not know");
      }
    }
  }

  private static void checkImplemented(RemoteName.Configured remote, String key, String text) {
    if (S3Key.of(key).orElseThrow().refuses(text)) {
      throw refused(
          remote, "sets '" + key + "', which changes what is sent and is not implemented");
    }
  }

  private static CommandFailure unknown(RemoteName.Configured remote, RcloneConf conf) {
    return CommandFailure.failed(
        "no remote '%s': %s has no section [%s] with a type, and %s is not set"
            .formatted(remote.section(), conf.origin(), remote.section(), remote.variable(TYPE)));
  }

  private static CommandFailure refused(RemoteName.Configured remote, String what) {
    return CommandFailure.failed("remote '" + remote.section() + "' " + what);
  }

  private static String keyOf(Flag<?> flag) {
    return flag.name().substring("--s3-".length()).replace('-', '_');
  }

  private static void putIfSet(Map<String, String> map, String key, String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
