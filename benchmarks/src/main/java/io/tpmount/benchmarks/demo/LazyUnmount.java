package io.tpmount.benchmarks.demo;

import io.tpmount.fuse.sys.MountTable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The last resort: takes a mount out of sight, whoever still uses it. */
final class LazyUnmount {
  /** The first is for root. */
  private static final List<List<String>> WAYS =
      List.of(List.of("umount", "-l"), List.of("fusermount3", "-u", "-z"));

  private LazyUnmount() {}

  /** Does nothing where nothing is mounted. */
  static void detach(Path mountPoint) throws IOException {
    for (List<String> way : WAYS) {
      if (isMounted(mountPoint)) {
        run(Stream.concat(way.stream(), Stream.of(mountPoint.toString())).toList());
      }
    }
  }

  static boolean isMounted(Path mountPoint) throws IOException {
    return MountTable.read().at(mountPoint).isPresent();
  }

  private static void run(List<String> command) throws IOException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .onExit()
        .join();
  }
}
