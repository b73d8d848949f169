package io.tpmount.s3.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The main class of a child JVM: runs another main class, and ends the JVM when its standard input
 * does. The parent holds the other end of that pipe, so the child dies with it, even by {@code kill
 * -9}, and takes its directory along.
 */
final class ParentWatch {
  private ParentWatch() {}

  /**
   * @param args the directory to delete at the parent's death, the main class, its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> awaitParent(Path.of(args[0])));
    Class.forName(args[1])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }

  @SuppressWarnings("SystemExitOutsideMain")
  private static void awaitParent(Path directory) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent: only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
    delete(directory);
    Runtime.getRuntime().halt(0);
  }

  /** What a child needs on its class path to find this class. */
  static Path classPath() {
    try {
      return Path.of(ParentWatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes a directory and what is in it, as far as nobody else is quicker. */
  static void delete(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A directory in use by a dying server; the system's temporary files are cleaned in time.
    }
  }
}
