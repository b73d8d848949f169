package io.tpmount.cli.flag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags as options of a picocli command. picocli splits the command line; the texts stay as
 * they are, and {@link FlagValues} reads them.
 */
public final class FlagParser {
  /**
   * Go's flags take a switch's value only after an equals sign: {@code --daemon false} is not one.
   */
  private static final IParameterPreprocessor LONE_SWITCH_IS_TRUE =
      (args, command, argument, info) -> {
        if (!"=".equals(info.get("separator"))) {
          args.push("true");
        }
        return false;
      };

  private FlagParser() {}

  public static void addFlags(CommandSpec command) {
    command
        .parser()
        .expandAtFiles(false)
        .trimQuotes(false)
        .overwrittenOptionsAllowed(true)
        .unmatchedOptionsAllowedAsOptionParameters(false);
    command.interpolateVariables(false);
    Flags.all().forEach(flag -> command.addOption(option(flag)));
  }

  /** What was given, checked. */
  public static FlagValues read(ParseResult parsed, Map<String, String> variables) {
    Map<String, List<String>> given = new HashMap<>();
    for (Flag<?> flag : Flags.all()) {
      Optional.ofNullable(parsed.matchedOption(flag.name()))
          .ifPresent(option -> given.put(flag.name(), option.originalStringValues()));
    }
    return FlagValues.check(given, variables);
  }

  private static OptionSpec option(Flag<?> flag) {
    OptionSpec.Builder builder =
        OptionSpec.builder(flag.names().getFirst(), flag.names().toArray(String[]::new))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(flag.grammar().label())
            .description(flag.help());
    if (flag.grammar().isSwitch()) {
      builder.preprocessor(LONE_SWITCH_IS_TRUE);
    }
    return builder.build();
  }
}
