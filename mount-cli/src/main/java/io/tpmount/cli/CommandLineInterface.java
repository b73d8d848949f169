package io.tpmount.cli;

import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All verbs of {@code tpmount}, and what its user reads when one fails. */
final class CommandLineInterface {
  private static final String DEFAULT_VERB = "mount";
  private static final Set<String> OWN_FLAGS = Set.of("--help", "-h", "--version", "-V");

  private final Surroundings around;
  private final CommandLine root;

  CommandLineInterface(Surroundings around) {
    this.around = around;
    this.root =
        new CommandLine(new RootCommand())
            .addSubcommand(MountCommand.commandLine(around))
            .addSubcommand(new UnmountCommand(around))
            .addSubcommand(new StatusCommand(around))
            .addSubcommand(new StatsCommand(around))
            .addSubcommand(new ListCommand(around))
            .addSubcommand(
                path(Verb.FLUSH, "flush", "Upload what is pending, and wait until it is."))
            .addSubcommand(
                path(Verb.REFRESH, "refresh", "List a directory again, to see what others did."))
            .addSubcommand(
                path(Verb.FORGET, "forget", "Believe no name below a directory any longer."))
            .addSubcommand(new WarmCommand(around))
            .addSubcommand(new LogLevelCommand(around))
            .addSubcommand(new VersionCommand(around))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(around.out())
            .setErr(around.err())
            .setParameterExceptionHandler(this::misused)
            .setExecutionExceptionHandler(this::failed);
  }

  private CommandLine path(Verb verb, String name, String description) {
    return PathCommand.commandLine(around, verb, name, description);
  }

  /** Never throws, except for a defect. */
  ExitCode run(String... args) {
    if (args.length == 0) {
      root.usage(around.err());
      return ExitCode.USAGE;
    }
    int number = root.execute(withVerb(args));
    return Stream.of(ExitCode.values())
        .filter(code -> code.number() == number)
        .findFirst()
        .orElse(ExitCode.FAILED);
  }

  private String[] withVerb(String... args) {
    String first = args[0];
    if (OWN_FLAGS.contains(first) || root.getSubcommands().containsKey(first)) {
      return args;
    }
    return Stream.concat(Stream.of(DEFAULT_VERB), Stream.of(args)).toArray(String[]::new);
  }

  private int misused(ParameterException e, String[] args) {
    complain(e instanceof UnmatchedArgumentException unknown ? describe(unknown) : e.getMessage());
    around.err().println("Help: tpmount " + e.getCommandLine().getCommandName() + " --help");
    return ExitCode.USAGE.number();
  }

  private int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      complain(failure.getMessage());
      return failure.code().number();
    }
    complain("a defect of tpmount ended this command; please report these lines:");
    e.printStackTrace(around.err());
    return ExitCode.FAILED.number();
  }

  /** Repeats only what stands before an equals sign: the rest may be a secret. */
  private static String describe(UnmatchedArgumentException e) {
    String unknown = e.getUnmatched().getFirst().split("=", 2)[0];
    if (!unknown.startsWith("-")) {
      return "one argument too many after REMOTE and MOUNTPOINT";
    }
    List<String> nearest =
        NearestNames.of(unknown, e.getCommandLine().getCommandSpec().optionsMap().keySet());
    return nearest.isEmpty()
        ? "unknown flag " + unknown
        : "unknown flag " + unknown + ", nearest: " + String.join(", ", nearest);
  }

  private void complain(String message) {
    around.err().println("tpmount: " + message);
  }
}
