package io.tpmount.cli.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One flag of the mount command.
 *
 * @param names the first is the one used in messages
 * @param grammar reads its value
 * @param defaultText its value when it is not given, as one would write it; empty if it has none
 * @param group where the help shows it
 * @param effect what giving it does
 * @param help one sentence, without its full stop
 */
public record Flag<T>(
    List<String> names,
    Grammar<T> grammar,
    Optional<String> defaultText,
    Group group,
    Effect effect,
    String help) {
  /** rclone means something else by their variable. */
  private static final Set<String> OTHERWISE_RCLONE = Set.of("--profile");

  public Flag {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a flag needs a name");
    }
  }

  /** A working flag without a default. */
  static <T> Flag<T> of(String name, Grammar<T> grammar, Group group, String help) {
    return new Flag<>(List.of(name), grammar, Optional.empty(), group, new Effect.Works(), help);
  }

  static Flag<Boolean> toggle(String name, Group group, String help) {
    return of(name, Grammar.SWITCH, group, help).or("false");
  }

  /** Taken and without effect, because of what {@code help} says. */
  static <T> Flag<T> accepted(String name, Grammar<T> grammar, String help) {
    return new Flag<>(
        List.of(name), grammar, Optional.empty(), Group.ACCEPTED, new Effect.None(help), help);
  }

  Flag<T> or(String text) {
    return new Flag<>(names, grammar, Optional.of(text), group, effect, help);
  }

  Flag<T> alias(String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return new Flag<>(more, grammar, defaultText, group, effect, help);
  }

  Flag<T> in(Group other) {
    return new Flag<>(names, grammar, defaultText, other, effect, help);
  }

  Flag<T> with(Effect other) {
    return new Flag<>(names, grammar, defaultText, group, other, help);
  }

  public String name() {
    return names.getFirst();
  }

  /**
   * The environment variables that stand in for it: {@code TPMOUNT_VFS_READ_AHEAD}, then {@code
   * RCLONE_VFS_READ_AHEAD}.
   */
  List<String> variables() {
    return Stream.of("TPMOUNT", "RCLONE")
        .flatMap(prefix -> names.stream().flatMap(name -> variable(prefix, name)))
        .toList();
  }

  private static Stream<String> variable(String prefix, String name) {
    boolean none =
        !name.startsWith("--") || (prefix.equals("RCLONE") && OTHERWISE_RCLONE.contains(name));
    return none
        ? Stream.empty()
        : Stream.of(prefix + name.substring(1).replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
