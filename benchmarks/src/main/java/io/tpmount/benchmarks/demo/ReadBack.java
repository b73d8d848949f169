package io.tpmount.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads through the mount what was put into the bucket, and compares. */
final class ReadBack {
  private final Path mountPoint;
  private final Teller teller;

  ReadBack(Path mountPoint, Teller teller) {
    this.mountPoint = mountPoint;
    this.teller = teller;
  }

  /** Walks all folders and asks for every file's size, as {@code ls -lR} does. */
  Step list(List<Sample> expected) throws IOException, InterruptedException {
    Progress progress = teller.begin("list all folders", expected.size());
    Map<String, Long> found =
        Crew.map(1, List.of(mountPoint), root -> sizes(root, progress)).getFirst();
    return ended(
        progress,
        new Step(
            "list all folders",
            expected.size(),
            0,
            progress.elapsed(),
            Step.Check.NAMES_AND_SIZES,
            differences(expected, found)));
  }

  /** Reads files whole, some at a time. */
  Step read(String title, int readers, List<Sample> samples)
      throws IOException, InterruptedException {
    long bytes = samples.stream().mapToLong(Sample::size).sum();
    Progress progress = teller.begin(title, bytes);
    List<String> differences =
        Crew.map(readers, samples, sample -> difference(sample, progress)).stream()
            .flatMap(Optional::stream)
            .toList();
    Duration time = progress.elapsed();
    return ended(
        progress, new Step(title, samples.size(), bytes, time, Step.Check.SHA256, differences));
  }

  private static Step ended(Progress progress, Step step) {
    progress.end("%s, %s, %s".formatted(Units.time(step.time()), step.rate(), step.verdict()));
    return step;
  }

  private Optional<String> difference(Sample sample, Progress progress) {
    try {
      String sha256 = Digests.sha256(mountPoint.resolve(sample.key()), progress::add);
      return sha256.equals(sample.sha256())
          ? Optional.empty()
          : Optional.of(sample.key() + ": other bytes than were uploaded");
    } catch (IOException e) {
      return Optional.of(sample.key() + ": " + e);
    }
  }

  private static Map<String, Long> sizes(Path root, Progress progress) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path path : (Iterable<Path>) found::iterator) {
        if (Files.isRegularFile(path)) {
          sizes.put(root.relativize(path).toString(), Files.size(path));
          progress.add(1);
        }
      }
    }
    return sizes;
  }

  private static List<String> differences(List<Sample> expected, Map<String, Long> found) {
    Map<String, Long> unexpected = new TreeMap<>(found);
    List<String> differences = new ArrayList<>();
    for (Sample sample : expected) {
      Long size = unexpected.remove(sample.key());
      if (size == null) {
        differences.add(sample.key() + ": not listed");
      } else if (size != sample.size()) {
        differences.add(
            "%s: %d bytes listed, %d made".formatted(sample.key(), size, sample.size()));
      }
    }
    unexpected.keySet().forEach(key -> differences.add(key + ": listed, but never made"));
    return differences;
  }
}
