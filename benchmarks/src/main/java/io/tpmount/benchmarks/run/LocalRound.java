package io.tpmount.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The same reads of a plain file of the same disk: what no mount can beat. */
final class LocalRound {
  static final String NAME = "local file";

  private static final double MIB = 1 << 20;

  private final Path file;
  private final Sizes sizes;

  LocalRound(Path file, Sizes sizes) {
    this.file = file;
    this.sizes = sizes;
  }

  List<Sample> run() throws IOException {
    PageCache.drop(file);
    Sample warm = read(Workload.SEQUENTIAL_WARM);
    return List.of(warm, read(Workload.SEQUENTIAL_HOT));
  }

  private Sample read(Workload workload) throws IOException {
    long start = System.nanoTime();
    Access.readWhole(file);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Sample(workload, NAME, sizes.bigBytes() / MIB / seconds, 0, 0, 0, 0);
  }
}
