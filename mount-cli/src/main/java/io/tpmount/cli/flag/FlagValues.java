package io.tpmount.cli.flag;

import io.tpmount.cli.exit.CommandFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values of all flags: from the command line, else from {@code RCLONE_*} variables, else the
 * defaults. Every text has been read once by its grammar, so that asking never fails.
 */
public final class FlagValues {
  private final Map<String, List<String>> commandLine;
  private final Map<String, String> variables;

  private final Map<String, String> remote;

  private FlagValues(
      Map<String, List<String>> commandLine,
      Map<String, String> variables,
      Map<String, String> remote) {
    this.commandLine = commandLine;
    this.variables = variables;
    this.remote = remote;
  }

  /**
   * @param commandLine texts by {@link Flag#name}, in the order given
   * @throws CommandFailure for a text that its flag's grammar or effect refuses
   */
  public static FlagValues check(
      Map<String, List<String>> commandLine, Map<String, String> variables) {
    FlagValues values = new FlagValues(Map.copyOf(commandLine), Map.copyOf(variables), Map.of());
    Flags.all().forEach(values::check);
    return values;
  }

  /** Absent when neither given nor defaulted. */
  public <T> Optional<T> find(Flag<T> flag) {
    return source(flag).map(source -> flag.grammar().parse(source.text()));
  }

  public <T> T get(Flag<T> flag) {
    return find(flag).orElseThrow(() -> new IllegalStateException(flag.name() + " has no value"));
  }

  /** Every value of a flag that may be repeated. */
  public <T> List<T> all(Flag<T> flag) {
    List<String> texts = commandLine.get(flag.name());
    return texts == null
        ? find(flag).stream().toList()
        : texts.stream().map(flag.grammar()::parse).toList();
  }

  /** The last text on the command line itself; variables and defaults do not count. */
  public Optional<String> onCommandLine(Flag<?> flag) {
    return Optional.ofNullable(commandLine.get(flag.name())).map(List::getLast);
  }

  /** The text of the flag's {@code TPMOUNT_*} variable. */
  public Optional<String> ownVariable(Flag<?> flag) {
    return flag.variables().stream()
        .filter(name -> name.startsWith("TPMOUNT_") && variables.containsKey(name))
        .findFirst()
        .map(variables::get);
  }

  public Map<String, String> variables() {
    return variables;
  }

  /** These values with {@code text} in place of what the flag had. */
  public FlagValues with(Flag<?> flag, String text) {
    Map<String, List<String>> changed = new HashMap<>(commandLine);
    changed.put(flag.name(), List.of(text));
    FlagValues values = new FlagValues(Map.copyOf(changed), variables, remote);
    values.check(flag);
    return values;
  }

  /** These values with what the settings of a remote say of a flag that was not given. */
  public FlagValues withRemote(Flag<?> flag, String text) {
    Map<String, String> changed = new HashMap<>(remote);
    changed.put(flag.name(), text);
    FlagValues values = new FlagValues(commandLine, variables, Map.copyOf(changed));
    values.check(flag);
    return values;
  }

  /** Where the value of a flag comes from, for people; empty when it has none. */
  public Optional<Origin> origin(Flag<?> flag) {
    return source(flag).map(source -> new Origin(source.text(), source.kind()));
  }

  /** A value and what kind of place it comes from. */
  public record Origin(String text, String kind) {}

  /** Flags that were given and do nothing. */
  public List<Flag<?>> givenWithoutEffect() {
    List<Flag<?>> flags = new ArrayList<>();
    for (Flag<?> flag : Flags.all()) {
      if (flag.effect() instanceof Effect.None && commandLine.containsKey(flag.name())) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private void check(Flag<?> flag) {
    if (flag.effect() instanceof Effect.Refused(String because)
        && commandLine.containsKey(flag.name())) {
      throw CommandFailure.usage(flag.name() + ": " + because);
    }
    for (String text : commandLine.getOrDefault(flag.name(), List.of())) {
      check(flag, new Source(flag.name(), text, "flag"));
    }
    source(flag).ifPresent(source -> check(flag, source));
  }

  private static void check(Flag<?> flag, Source source) {
    if (source.text().startsWith("--")) {
      throw CommandFailure.usage(
          "%s: its value begins with --, so a value seems to be missing before it"
              .formatted(source.name()));
    }
    try {
      flag.grammar().parse(source.text());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(source.name() + ": " + e.getMessage());
    }
  }

  private Optional<Source> source(Flag<?> flag) {
    return onCommandLine(flag)
        .map(text -> new Source(flag.name(), text, "flag"))
        .or(() -> text(remote, flag).map(text -> new Source(flag.name(), text, "remote")))
        .or(() -> fromVariable(flag))
        .or(() -> fromPreset(flag))
        .or(() -> flag.defaultText().map(text -> new Source(flag.name(), text, "default")));
  }

  private static Optional<String> text(Map<String, String> texts, Flag<?> flag) {
    return Optional.ofNullable(texts.get(flag.name()));
  }

  private Optional<Source> fromPreset(Flag<?> flag) {
    if (flag.name().equals(LifeFlags.PRESET.name())) {
      return Optional.empty();
    }
    return find(LifeFlags.PRESET)
        .flatMap(
            preset ->
                text(preset.texts(), flag)
                    .map(
                        text ->
                            new Source(
                                flag.name(),
                                text,
                                "profile " + preset.name().toLowerCase(Locale.ROOT))));
  }

  private Optional<Source> fromVariable(Flag<?> flag) {
    return flag.variables().stream()
        .filter(variables::containsKey)
        .findFirst()
        .map(name -> new Source(name, variables.get(name), name));
  }

  /** A text, what to call it in a message, and where it comes from. */
  private record Source(String name, String text, String kind) {}
}
