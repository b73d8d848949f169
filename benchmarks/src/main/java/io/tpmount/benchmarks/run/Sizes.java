package io.tpmount.benchmarks.run;

/**
 * How much is moved.
 *
 * @param bigBytes of the file that is read and written in one piece
 * @param parallelBytes of each of the files that are read at once
 * @param smallFiles of 16 KiB each
 * @param listed entries of one directory
 * @param folders of one file each
 * @param randomReads of each size
 */
record Sizes(
    long bigBytes, long parallelBytes, int smallFiles, int listed, int folders, int randomReads) {
  static final int PARALLEL_FILES = 8;
  static final int SMALL_BYTES = 16 << 10;
  static final int THREADS = 16;

  private static final long MIB = 1 << 20;

  /**
   * @param factor 1 for what docs/PERFORMANCE.md reports
   */
  static Sizes of(double factor) {
    return new Sizes(
        mib(1024 * factor),
        mib(128 * factor),
        count(3000 * factor),
        count(20_000 * factor),
        count(2000 * factor),
        count(400 * factor));
  }

  private static long mib(double size) {
    return Math.max(8, Math.round(size)) * MIB;
  }

  private static int count(double number) {
    return (int) Math.max(32, Math.round(number));
  }
}
