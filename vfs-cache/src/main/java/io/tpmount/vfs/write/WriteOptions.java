package io.tpmount.vfs.write;

import io.tpmount.vfs.unit.ByteSize;
import java.time.Duration;

/**
 * How files are uploaded.
 *
 * @param writeBack from the last close to the start of the upload
 * @param transfers files uploaded at a time
 * @param uploadCutoff from this size on in parts, unless one part would do
 * @param partSize bytes of a part; grows so that 10,000 parts suffice
 * @param uploadConcurrency parts of one file at a time
 * @param checkers copies and deletes of one directory rename at a time
 * @param metadata when mkdir, rmdir, unlink, symlink and rename are answered
 */
public record WriteOptions(
    Duration writeBack,
    int transfers,
    ByteSize uploadCutoff,
    ByteSize partSize,
    int uploadConcurrency,
    int checkers,
    Metadata metadata) {
  /** When a change of a name is answered. */
  public enum Metadata {
    /** When it can't be lost any more; the store makes it soon after. */
    SOON,
    /** When the store has made it. */
    AT_ONCE
  }

  public static final WriteOptions DEFAULT =
      new WriteOptions(
          Duration.ofSeconds(5),
          128,
          ByteSize.ofMib(20),
          ByteSize.ofMib(64),
          16,
          128,
          Metadata.SOON);

  public WriteOptions {
    if (transfers < 1 || uploadConcurrency < 1 || checkers < 1) {
      throw new IllegalArgumentException(
          "transfers, uploadConcurrency and checkers are at least 1");
    }
  }
}
