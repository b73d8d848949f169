package io.tpmount.benchmarks.demo;

import com.google.common.io.MoreFiles;
import io.tpmount.benchmarks.demo.data.DataMaker;
import io.tpmount.s3.testing.TestS3Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes data on the local disk and uploads it, as its owner would have, without the mount. */
final class Filling {
  private static final int UPLOADS = 4;

  private final Path scratch;
  private final TestS3Client bucket;
  private final Teller teller;

  /**
   * @param scratch an empty directory, and empty again between fillings
   */
  Filling(Path scratch, TestS3Client bucket, Teller teller) {
    this.scratch = scratch;
    this.bucket = bucket;
    this.teller = teller;
  }

  /** What was uploaded, and the line of the account. */
  record Filled(List<Sample> samples, Step step) {}

  Filled fill(DataMaker maker) throws IOException, InterruptedException {
    List<Path> files = make(maker);
    List<Sample> samples = Crew.map(UPLOADS, files, file -> sample(maker, file));
    Filled filled = upload(maker, files, samples);
    MoreFiles.deleteDirectoryContents(scratch);
    return filled;
  }

  private List<Path> make(DataMaker maker) throws IOException, InterruptedException {
    return Crew.map(
            1,
            List.of(maker),
            m -> {
              m.write(scratch);
              return regularFiles(scratch);
            })
        .getFirst();
  }

  private Sample sample(DataMaker maker, Path file) throws IOException {
    String key = maker.folder() + "/" + scratch.relativize(file);
    return new Sample(key, Files.size(file), Digests.sha256(file, _ -> {}));
  }

  private Filled upload(DataMaker maker, List<Path> files, List<Sample> samples)
      throws IOException, InterruptedException {
    long bytes = samples.stream().mapToLong(Sample::size).sum();
    String title = "upload " + maker.title();
    Progress progress = teller.begin(title, bytes);
    Crew.map(
        UPLOADS,
        files,
        file -> {
          bucket.put(maker.folder() + "/" + scratch.relativize(file), file);
          progress.add(Files.size(file));
          return file;
        });
    Duration time = progress.elapsed();
    Step step = new Step(title, files.size(), bytes, time, Step.Check.NOTHING, List.of());
    progress.end("%,d files, %s, %s".formatted(files.size(), step.size(), Units.time(time)));
    return new Filled(samples, step);
  }

  private static List<Path> regularFiles(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
