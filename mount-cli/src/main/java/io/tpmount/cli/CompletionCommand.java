package io.tpmount.cli;

import io.tpmount.cli.exit.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tpmount completion}: the script that completes verbs and flags in bash and zsh. */
@Command(
    name = "completion",
    description = "Print the completion of verbs and flags for bash and zsh.",
    footer = {"", "source <(tpmount completion)"},
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings around;

  @Spec private CommandSpec spec;

  CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    around.out().print(AutoComplete.bash("tpmount", root));
    around.out().flush();
    return ExitCode.DONE.number();
  }
}
