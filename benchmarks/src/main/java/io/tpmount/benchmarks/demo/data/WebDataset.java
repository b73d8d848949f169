package io.tpmount.benchmarks.demo.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A dataset in tar shards, as webdataset reads them: each sample is a run of entries with the same
 * stem.
 *
 * @param shards tar files
 * @param samplesPerShard samples in each
 * @param edge pixels of a sample's image
 */
public record WebDataset(int shards, int samplesPerShard, int edge) implements DataMaker {
  private static final int CLASSES = 1000;

  @Override
  public String title() {
    return "dataset (tar shards)";
  }

  @Override
  public String folder() {
    return "datasets/web";
  }

  @Override
  public int readers() {
    return 2;
  }

  @Override
  public void write(Path directory) throws IOException {
    for (int shard = 0; shard < shards; shard++) {
      Path file = directory.resolve("train-%06d.tar".formatted(shard));
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        writeSamples(tar, shard * samplesPerShard, Noise.of(file.getFileName().toString()));
      }
    }
  }

  private void writeSamples(TarArchiveOutputStream tar, int first, RandomGenerator random)
      throws IOException {
    for (int sample = first; sample < first + samplesPerShard; sample++) {
      String stem = "%09d".formatted(sample);
      String label = Integer.toString(random.nextInt(CLASSES));
      add(tar, stem + ".cls", label.getBytes(StandardCharsets.US_ASCII));
      add(tar, stem + ".png", Png.noise(edge, random));
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
