package io.tpmount.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code tpmount version}. */
@Command(
    name = "version",
    description = "Print the versions of tpmount, Java and the kernel.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    for (String line : new Text().getVersion()) {
      around.out().println(line);
    }
    return 0;
  }

  /** Of the jar's manifest; "development" when run from classes. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The lines of all versions. */
  static final class Text implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "tpmount " + version(),
        "java " + Runtime.version(),
        System.getProperty("os.name").toLowerCase(Locale.ROOT)
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
