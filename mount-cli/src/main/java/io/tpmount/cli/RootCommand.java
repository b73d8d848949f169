package io.tpmount.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tpmount} without a verb. */
@Command(
    name = "tpmount",
    description = "Mounts an S3 bucket as a directory.",
    customSynopsis = {"tpmount [mount] REMOTE MOUNTPOINT [flags]", "tpmount VERB …"},
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class,
    descriptionHeading = "%n",
    optionListHeading = "%nFlags:%n",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "",
      "REMOTE is bucket or bucket/prefix, opened with the AWS credentials chain, or",
      "name:bucket/prefix with a section of rclone.conf.",
      "All flags of a mount: tpmount mount --help"
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb");
  }
}
