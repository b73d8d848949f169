package io.tpmount.cli;

import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Progress;
import io.tpmount.cli.control.Request;
import io.tpmount.cli.control.Verb;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.log.Printable;
import io.tpmount.vfs.unit.ByteSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tpmount warm PATH…}: fills the cache before a job needs it. */
@Command(
    name = "warm",
    description = "Fetch files, or all below directories, into the cache.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class)
final class WarmCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "files and directories in a mount; - reads paths from standard input, one a line")
  private List<String> paths = List.of();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "only files whose path below PATH matches, e.g. '**.safetensors'; repeatable")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "no files whose path below PATH matches; repeatable")
  private List<String> exclude = List.of();

  WarmCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try {
      List<Path> wanted = wanted();
      if (wanted.isEmpty()) {
        throw CommandFailure.failed("nothing to fetch");
      }
      ServingMount mount = ServingMount.of(wanted.getFirst(), around);
      try (ControlClient client = mount.connect()) {
        client.command(Request.about(Verb.WARM, wanted.stream().map(mount::below).toList()));
        return follow(client);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("warm: " + e);
    }
  }

  private int follow(ControlClient client) throws IOException {
    long began = System.nanoTime();
    while (true) {
      Progress progress =
          client.progress().orElseThrow(() -> CommandFailure.failed("the mount has ended"));
      around.err().println(line(progress, System.nanoTime() - began));
      if (progress.state() == Progress.Step.FAILED) {
        throw CommandFailure.failed(Printable.of(progress.message()));
      }
      if (progress.isLast()) {
        return ExitCode.DONE.number();
      }
    }
  }

  private static String line(Progress progress, long nanos) {
    double rate = (double) progress.bytes() / (1 << 20) / Math.max(1e-3, (double) nanos / 1e9);
    return "%d of %d files, %s of %s, %.1f MiB/s"
        .formatted(
            progress.files(),
            progress.totalFiles(),
            new ByteSize(progress.bytes()),
            new ByteSize(progress.totalBytes()),
            rate);
  }

  private List<Path> wanted() throws IOException {
    List<Path> wanted = new ArrayList<>();
    for (String text : named()) {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (include.isEmpty() && exclude.isEmpty()) {
        wanted.add(path);
      } else {
        wanted.addAll(filtered(path));
      }
    }
    return wanted;
  }

  private List<String> named() throws IOException {
    List<String> named = new ArrayList<>();
    for (String path : paths) {
      if (!path.equals("-")) {
        named.add(path);
        continue;
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      lines.lines().filter(line -> !line.isBlank()).forEach(named::add);
    }
    return named;
  }

  private List<Path> filtered(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(file -> isWanted(root, file)).toList();
    }
  }

  private boolean isWanted(Path root, Path file) {
    Path below = root.equals(file) ? file.getFileName() : root.relativize(file);
    return (include.isEmpty() || include.stream().anyMatch(glob -> matches(glob, below)))
        && exclude.stream().noneMatch(glob -> matches(glob, below));
  }

  private static boolean matches(String glob, Path path) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return matcher.matches(path);
  }
}
