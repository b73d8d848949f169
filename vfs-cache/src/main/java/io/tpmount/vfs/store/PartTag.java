package io.tpmount.vfs.store;

/**
 * A finished part of a multipart upload.
 *
 * @param number 1 to 10,000
 * @param etag what completing must name
 * @param size bytes
 */
public record PartTag(int number, ETag etag, long size) {
  /** S3's limit of parts of one object. */
  public static final int MAX_NUMBER = 10_000;

  /** S3's least size of every part but the last, in bytes. */
  public static final long MIN_SIZE = 5L << 20;

  public PartTag {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("part number " + number);
    }
  }
}
