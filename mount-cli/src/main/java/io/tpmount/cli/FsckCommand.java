package io.tpmount.cli;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.remote.RemoteName;
import io.tpmount.vfs.cache.CacheCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tpmount fsck}: checks caches that no mount uses. Its exit codes are those of fsck(8). */
@Command(
    name = "fsck",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class,
    description =
        "Check a cache that no mount uses; exit code 0: clean, 1: repaired, 4: errors left, 8: it"
            + " could not be checked.")
final class FsckCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "CACHE_DIR|REMOTE",
      description = "all caches in a directory, or the one of bucket[/prefix]")
  private String target;

  @Option(names = "--repair", description = "repair what the next mount would repair")
  private boolean repair;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description = "where to look for REMOTE (default as for a mount)")
  private Path cacheDirectory;

  FsckCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try {
      int worst = ExitCode.DONE.number();
      for (CacheCheck cache : chosen()) {
        worst = Math.max(worst, check(cache).number());
      }
      return worst;
    } catch (IOException e) {
      throw notChecked(e.getMessage());
    }
  }

  private List<CacheCheck> chosen() throws IOException {
    if (target.startsWith("/") || Files.isDirectory(Path.of(target))) {
      return caches(Path.of(target));
    }
    String path = "/" + RemoteName.parse(target).path();
    Path directory =
        Optional.ofNullable(cacheDirectory).orElseGet(() -> Places.defaultCacheDirectory(around));
    List<CacheCheck> found =
        caches(directory).stream()
            .filter(cache -> withoutSlash(cache.identity()).endsWith(withoutSlash(path)))
            .toList();
    if (found.isEmpty()) {
      throw notChecked("there is no cache of " + target + " in " + directory);
    }
    return found;
  }

  private static List<CacheCheck> caches(Path directory) throws IOException {
    List<CacheCheck> caches = new ArrayList<>();
    for (Path folder : CacheCheck.cachesIn(directory)) {
      caches.add(CacheCheck.of(folder));
    }
    return caches;
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private ExitCode check(CacheCheck cache) throws IOException {
    CacheCheck.Result before = cache.check();
    report(before);
    if (before.findings().isEmpty()) {
      return ExitCode.DONE;
    }
    if (!repair) {
      return ExitCode.ERRORS_LEFT;
    }
    cache.repair();
    CacheCheck.Result after = cache.check();
    around.out().println("after the repair:");
    report(after);
    return after.findings().isEmpty() ? ExitCode.REPAIRED : ExitCode.ERRORS_LEFT;
  }

  private void report(CacheCheck.Result result) {
    around
        .out()
        .printf(
            "%s: %d files cached, %d waiting for their upload, %s%n",
            result.identity(),
            result.cached(),
            result.unsent(),
            result.findings().isEmpty() ? "clean" : result.findings().size() + " errors");
    for (CacheCheck.Finding finding : result.findings()) {
      String kind = finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      around.out().println("  " + kind + ": " + finding.where());
    }
  }

  private static CommandFailure notChecked(String why) {
    return CommandFailure.of(ExitCode.NOT_CHECKED, why);
  }
}
