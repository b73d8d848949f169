package io.tpmount.s3;

import io.tpmount.vfs.unit.ByteSize;

/**
 * What the store may use.
 *
 * @param connections requests on the wire at once, uploads up to half of them; more wait here
 * @param rate requests a second
 * @param nativeMemory upper limit of the CRT's own buffers, at least 128 MiB
 * @param largestGet a longer range is read in steps of it, one request each: the client hands a
 *     body over only when it is complete, so this is also what one get holds in memory
 * @param hedgeShare for each get, how many second ones may race slow ones at the most, 0 to 1
 * @param timeouts how long to wait
 */
public record S3Limits(
    int connections,
    RateLimit rate,
    ByteSize nativeMemory,
    ByteSize largestGet,
    double hedgeShare,
    S3Timeouts timeouts) {
  private static final ByteSize LEAST_NATIVE_MEMORY = ByteSize.ofMib(128);

  public static final S3Limits DEFAULT =
      new S3Limits(
          256, RateLimit.NONE, ByteSize.ofGib(1), ByteSize.ofMib(16), 0.05, S3Timeouts.DEFAULT);

  public S3Limits {
    if (connections < 1) {
      throw new IllegalArgumentException("connections " + connections);
    }
    if (nativeMemory.bytes() < LEAST_NATIVE_MEMORY.bytes()) {
      throw new IllegalArgumentException("native memory below " + LEAST_NATIVE_MEMORY);
    }
    if (hedgeShare < 0 || hedgeShare > 1) {
      throw new IllegalArgumentException("hedge share " + hedgeShare);
    }
    if (largestGet.bytes() < 1 || largestGet.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("largest get " + largestGet);
    }
  }
}
