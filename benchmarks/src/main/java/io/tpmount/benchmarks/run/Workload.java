package io.tpmount.benchmarks.run;

/** What is measured, in the order of the table. */
enum Workload {
  START("mounting an empty cache", "s", Better.LOWER),
  SEQUENTIAL_COLD("sequential read, cold", "MiB/s", Better.HIGHER),
  SEQUENTIAL_WARM("sequential read, disk cache", "MiB/s", Better.HIGHER),
  SEQUENTIAL_HOT("sequential read, page cache", "MiB/s", Better.HIGHER),
  PARALLEL_COLD("8 files in parallel, cold", "MiB/s", Better.HIGHER),
  PARALLEL_WARM("8 files in parallel, disk cache", "MiB/s", Better.HIGHER),
  PARALLEL_HOT("8 files in parallel, page cache", "MiB/s", Better.HIGHER),
  MAPPED_COLD("mapped file, every page touched, cold", "MiB/s", Better.HIGHER),
  RANDOM_4K("random 4 KiB, cold, 16 threads", "s", Better.LOWER),
  RANDOM_256K("random 256 KiB, cold, 16 threads", "s", Better.LOWER),
  SMALL_COLD("small files, cold, 16 threads", "files/s", Better.HIGHER),
  SMALL_WARM("small files, disk cache, 16 threads", "files/s", Better.HIGHER),
  LIST_COLD("directory listed with stat, cold", "s", Better.LOWER),
  LIST_WARM("directory listed with stat, again", "s", Better.LOWER),
  STAT_STORM("stat of present and absent names, warm", "1/s", Better.HIGHER),
  WALK_COLD("walk over many folders, cold", "s", Better.LOWER),
  WRITE_CLOSE("sequential write until close", "MiB/s", Better.HIGHER),
  WRITE_VISIBLE("sequential write until in the store", "s", Better.LOWER),
  SMALL_WRITE("small files written until close", "files/s", Better.HIGHER),
  SMALL_VISIBLE("small files written until in the store", "s", Better.LOWER),
  CHECKPOINT("checkpoint: write, fsync, rename", "MiB/s", Better.HIGHER);

  /** Which of two values is to be preferred. */
  enum Better {
    HIGHER,
    LOWER
  }

  private final String title;
  private final String unit;
  private final Better better;

  Workload(String title, String unit, Better better) {
    this.title = title;
    this.unit = unit;
    this.better = better;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** How many times as good one value is as another. */
  double ratio(double value, double other) {
    return better == Better.HIGHER ? value / other : other / value;
  }
}
