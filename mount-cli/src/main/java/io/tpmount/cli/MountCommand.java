package io.tpmount.cli;

import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.flag.FlagHelp;
import io.tpmount.cli.flag.FlagParser;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.LifeFlags;
import io.tpmount.cli.life.Daemon;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tpmount [mount] REMOTE MOUNTPOINT}. */
@Command(
    name = "mount",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class,
    description = "Mount a bucket, or a part of it, as a directory.",
    customSynopsis = "tpmount [mount] REMOTE MOUNTPOINT [flags]",
    descriptionHeading = "%n",
    parameterListHeading = "%n")
final class MountCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      paramLabel = "REMOTE",
      description = "bucket[/prefix] with the AWS chain, or name:bucket[/prefix] of rclone.conf")
  private String remote;

  @Parameters(index = "1", paramLabel = "MOUNTPOINT", description = "an empty directory")
  private Path mountPoint;

  @Spec private CommandSpec spec;

  private MountCommand(Surroundings around) {
    this.around = around;
  }

  static CommandLine commandLine(Surroundings around) {
    CommandLine command = new CommandLine(new MountCommand(around));
    FlagParser.addFlags(command.getCommandSpec());
    FlagHelp.install(command);
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    FlagValues values = FlagParser.read(spec.commandLine().getParseResult(), around.variables());
    MountPlan plan = MountPlan.of(remote, mountPoint, values, around);
    if (values.get(LifeFlags.DRY_RUN)) {
      DryRun.print(plan, plan.values(), around.out());
      return ExitCode.DONE.number();
    }
    if (values.get(LifeFlags.DAEMON) && !Daemon.isThisProcess(around.variables())) {
      return Daemon.launch();
    }
    return new Wiring(plan, around).run().number();
  }
}
