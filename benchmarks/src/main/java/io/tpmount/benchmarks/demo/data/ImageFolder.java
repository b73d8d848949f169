package io.tpmount.benchmarks.demo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Small images in one folder for each class, as torchvision's ImageFolder reads them.
 *
 * @param classes folders
 * @param imagesPerClass files in each
 * @param edge pixels
 */
public record ImageFolder(int classes, int imagesPerClass, int edge) implements DataMaker {
  @Override
  public String title() {
    return "images (small files)";
  }

  @Override
  public String folder() {
    return "datasets/images/train";
  }

  /** As many as a data loader has workers. */
  @Override
  public int readers() {
    return 8;
  }

  @Override
  public void write(Path directory) throws IOException {
    RandomGenerator random = Noise.of(folder());
    for (int i = 0; i < classes; i++) {
      Path folder = Files.createDirectory(directory.resolve("class_%03d".formatted(i)));
      for (int j = 0; j < imagesPerClass; j++) {
        Files.write(folder.resolve("img_%05d.png".formatted(j)), Png.noise(edge, random));
      }
    }
  }
}
