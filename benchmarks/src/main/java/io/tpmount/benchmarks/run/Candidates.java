package io.tpmount.benchmarks.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that are there to be measured. */
final class Candidates {
  static final String TPMOUNT = "tpmount";
  static final String RCLONE = "rclone";

  private Candidates() {}

  /** tpmount, and rclone where $RCLONE or $PATH has it. */
  static List<Candidate> found(Path tpmount) {
    List<Candidate> found = new ArrayList<>();
    found.add(new Candidate(TPMOUNT, tpmount, Candidate.Kind.TPMOUNT));
    rclone().ifPresent(path -> found.add(new Candidate(RCLONE, path, Candidate.Kind.RCLONE)));
    return found;
  }

  private static Optional<Path> rclone() {
    String named = System.getenv("RCLONE");
    Stream<Path> places =
        named == null
            ? Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "rclone"))
            : Stream.of(Path.of(named));
    return places.filter(Files::isExecutable).findFirst();
  }
}
