package io.tpmount.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The built tpmount as its users run it: the packaged jars, the launcher's own JVM flags. Nothing
 * of this JVM's environment that could lend it credentials or a configuration goes along.
 */
final class Tpmount {
  private static final Path SCRIPTS = Path.of("../scripts/lib").toAbsolutePath().normalize();

  /** The launcher without its look at whether the jars are current. */
  private static final String LAUNCH =
      ". \"$JVM_FLAGS\"; exec \"$JAVA\" \"${jvm_flags[@]}\" -Djava.io.tmpdir=\"$TMPDIR\""
          + " -cp \"$JARS\" io.tpmount.cli.Main \"$@\"";

  private final Path home;
  private final Map<String, String> variables = new HashMap<>();

  /**
   * @param home everything the command makes without being told where lies below it
   */
  Tpmount(Path home) {
    this.home = home;
  }

  Tpmount with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Starts it. Its output goes to files, so that nobody has to read while it runs. */
  RunningTpmount start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", LAUNCH, "tpmount"));
    command.addAll(List.of(arguments));
    try {
      Path directory = Files.createTempDirectory(home, "run");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(directory.resolve("out").toFile())
              .redirectError(directory.resolve("err").toFile());
      builder.environment().keySet().removeIf(Tpmount::leaks);
      builder.environment().putAll(surroundings());
      builder.environment().putAll(variables);
      return new RunningTpmount(builder.start(), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> surroundings() {
    return Map.of(
        "JAVA", ProcessHandle.current().info().command().orElseThrow(),
        "JARS", jars(),
        "JVM_FLAGS", SCRIPTS.resolve("jvm-flags.sh").toString(),
        "HOME", home.toString(),
        "TMPDIR", System.getProperty("java.io.tmpdir"),
        "RCLONE_DRIVER", System.getProperty("tpmount.driver", "auto"),
        "XDG_CACHE_HOME", home.resolve("cache").toString(),
        "XDG_STATE_HOME", home.resolve("state").toString(),
        "AWS_EC2_METADATA_DISABLED", "true");
  }

  private static boolean leaks(String variable) {
    return variable.startsWith("AWS_")
        || variable.startsWith("RCLONE_")
        || variable.startsWith("XDG_CONFIG");
  }

  private static String jars() {
    Path target = Path.of("target").toAbsolutePath();
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file ->
                      file.getFileName().toString().matches("mount-cli-[^-]*(-SNAPSHOT)?\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("no jar in " + target + ": mvn package"));
      return jar + ":" + target.resolve("lib") + "/*";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
