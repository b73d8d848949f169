package io.tpmount.vfs.read;

import io.tpmount.vfs.unit.ByteSize;

/**
 * How files are fetched.
 *
 * @param chunkSize bytes of one ranged get once access is known to be sequential
 * @param chunkSizeLimit how far chunks grow with a single stream
 * @param chunkStreams gets in flight per file
 * @param readAhead bytes fetched beyond what the streams hold
 * @param memory limit of all bytes in flight from the store, over all files
 */
public record ReadOptions(
    ByteSize chunkSize,
    ByteSize chunkSizeLimit,
    int chunkStreams,
    ByteSize readAhead,
    ByteSize memory) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(
          ByteSize.ofMib(16), ByteSize.ofMib(128), 8, ByteSize.ofMib(32), ByteSize.ofMib(256));

  public ReadOptions {
    if (chunkStreams < 1) {
      throw new IllegalArgumentException("chunkStreams " + chunkStreams);
    }
  }
}
