package io.tpmount.cli;

import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.flag.FlagHelp;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code tpmount man}: the manual page, for packages. */
@Command(
    name = "man",
    hidden = true,
    description = "Print the manual page.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class ManCommand implements Callable<Integer> {
  private final Surroundings around;

  @Spec private CommandSpec spec;

  ManCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    PrintWriter out = around.out();
    out.println(".TH TPMOUNT 1 \"\" \"tpmount " + VersionCommand.version() + "\"");
    out.println(".SH NAME\ntpmount \\- mounts an S3 bucket as a directory");
    out.println(".SH SYNOPSIS\n.B tpmount\n[mount] REMOTE MOUNTPOINT [flags]");
    out.println(".br\n.B tpmount\nVERB ...");
    out.println(".SH DESCRIPTION");
    out.println("REMOTE is bucket or bucket/prefix, opened with the AWS credentials chain, or");
    out.println("name:bucket/prefix with a section of rclone.conf.");
    out.println(".SH VERBS");
    spec.root().subcommands().entrySet().stream()
        .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
        .forEach(verb -> print(verb, out));
    out.println(".SH FLAGS OF A MOUNT\n.nf");
    out.println(escaped(FlagHelp.groups()));
    out.println(".fi");
    out.println(".SH EXIT STATUS");
    out.println(".TP\n.B 0\ndone; of a mount: unmounted, and everything is uploaded");
    out.println(".TP\n.B 1\nrefused or failed; the message names what");
    out.println(".TP\n.B 2\nthe command line cannot be understood");
    out.println(".TP\n.B 3\nunmounted, and the next mount uploads what is left in the cache");
    out.println(".SH SEE ALSO\n/usr/share/doc/tpmount, mount(8), fusermount3(1)");
    out.flush();
    return ExitCode.DONE.number();
  }

  private static void print(Map.Entry<String, CommandLine> verb, PrintWriter out) {
    CommandSpec command = verb.getValue().getCommandSpec();
    StringBuilder head = new StringBuilder(verb.getKey());
    command.positionalParameters().forEach(each -> head.append(' ').append(each.paramLabel()));
    out.println(".TP\n.B " + escaped(head.toString()));
    out.println(escaped(String.join(" ", command.usageMessage().description())));
    if (verb.getKey().equals("mount")) {
      return;
    }
    command.options().stream()
        .filter(option -> !option.usageHelp())
        .forEach(each -> print(each, out));
  }

  private static void print(OptionSpec option, PrintWriter out) {
    if (!option.versionHelp()) {
      out.println(".br\n" + escaped(option.longestName() + ": " + about(option)));
    }
  }

  private static String about(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}
