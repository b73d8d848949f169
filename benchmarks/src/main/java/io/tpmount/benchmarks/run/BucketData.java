package io.tpmount.benchmarks.run;

import io.tpmount.s3.testing.TestS3Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What lies in the bucket before the first mount. */
final class BucketData {
  private static final long SEED = 11;
  private static final int BLOCK = 1 << 20;

  private BucketData() {}

  static void fill(TestS3Client client, Sizes sizes, Path scratch) throws IOException {
    Path big = noise(scratch.resolve("big"), sizes.bigBytes());
    client.put("big", big);
    Path part = noise(scratch.resolve("part"), sizes.parallelBytes());
    IntStream.range(0, Sizes.PARALLEL_FILES).forEach(i -> client.put("parallel/p" + i, part));
    byte[] small = new byte[Sizes.SMALL_BYTES];
    new SplittableRandom(SEED).nextBytes(small);
    IntStream.range(0, sizes.smallFiles())
        .parallel()
        .forEach(i -> client.put("small/s" + i, small));
    IntStream.range(0, sizes.listed()).parallel().forEach(i -> client.put("listed/e" + i, SHORT));
    IntStream.range(0, sizes.folders())
        .parallel()
        .forEach(i -> client.put("tree/d" + i + "/f", SHORT));
  }

  private static final byte[] SHORT = {'x'};

  static List<String> parallelNames() {
    return IntStream.range(0, Sizes.PARALLEL_FILES).mapToObj(i -> "parallel/p" + i).toList();
  }

  static List<String> smallNames(Sizes sizes) {
    return IntStream.range(0, sizes.smallFiles()).mapToObj(i -> "small/s" + i).toList();
  }

  private static Path noise(Path file, long size) throws IOException {
    byte[] block = new byte[BLOCK];
    SplittableRandom random = new SplittableRandom(SEED);
    try (var out = Files.newOutputStream(file)) {
      for (long done = 0; done < size; done += BLOCK) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }
}
