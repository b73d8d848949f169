package io.tpmount.cli.flag;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The flags in a command's help: by group, the most used first. */
public final class FlagHelp {
  private static final int WIDTH = 100;
  private static final int NAME_COLUMN = 42;
  private static final String INDENT = "  ";

  private FlagHelp() {}

  public static void install(CommandLine command) {
    command.getCommandSpec().usageMessage().width(WIDTH);
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, FlagHelp::render);
  }

  /** Every listed flag, by group. */
  public static String groups() {
    return Stream.of(Group.values())
        .filter(group -> group != Group.UNLISTED)
        .map(FlagHelp::render)
        .collect(Collectors.joining());
  }

  private static String render(Help help) {
    return groups()
        + "\n"
        + "SIZE is 32M, 1.5Gi, 100 (KiB) or off. DURATION is 5s, 1h30m, 2d, 30 (seconds) or off.\n"
        + "Every flag may also be given as a variable, --cache-dir as RCLONE_CACHE_DIR.\n"
        + "All flags with their meaning: docs/CONFIGURATION.md\n";
  }

  private static String render(Group group) {
    List<Flag<?>> flags = Flags.all().stream().filter(flag -> flag.group() == group).toList();
    return "\n"
        + group.heading()
        + ":\n"
        + flags.stream().map(FlagHelp::render).collect(Collectors.joining());
  }

  private static String render(Flag<?> flag) {
    String left =
        INDENT
            + String.join(", ", flag.names())
            + (flag.grammar().isSwitch() ? "" : " " + flag.grammar().label());
    String right = flag.help() + defaultOf(flag);
    if (left.length() >= NAME_COLUMN) {
      return left + "\n" + " ".repeat(NAME_COLUMN) + wrapped(right) + "\n";
    }
    return left + " ".repeat(NAME_COLUMN - left.length()) + wrapped(right) + "\n";
  }

  private static String defaultOf(Flag<?> flag) {
    return flag.grammar().isSwitch()
        ? ""
        : flag.defaultText().map(text -> " (default " + text + ")").orElse("");
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = NAME_COLUMN;
    for (String word : text.split(" ", -1)) {
      if (column + word.length() > WIDTH) {
        lines.append('\n').append(" ".repeat(NAME_COLUMN - 1));
        column = NAME_COLUMN;
      }
      lines.append(' ').append(word);
      column += word.length() + 1;
    }
    return lines.substring(1);
  }
}
