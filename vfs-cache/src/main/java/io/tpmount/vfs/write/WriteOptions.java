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
 * @param snapshot a file that stays open and changes is uploaded that often; zero: not before close
 * @param onConflict what becomes of a version that others have put in place of the one opened
 * @param answers what fsync and close wait for
 * @param metadata when mkdir, rmdir, unlink, symlink and rename are answered
 */
public record WriteOptions(
    Duration writeBack,
    int transfers,
    ByteSize uploadCutoff,
    ByteSize partSize,
    int uploadConcurrency,
    int checkers,
    Duration snapshot,
    OnConflict onConflict,
    Answers answers,
    Metadata metadata) {
  /** What an upload does with what it did not know to be there. */
  public enum OnConflict {
    /** Replaces it. */
    OVERWRITE,
    /** Copies it to a name of its own first. */
    KEEP_BOTH
  }

  /** When a change of a name is answered. */
  public enum Metadata {
    /** When it can't be lost any more; the store makes it soon after. */
    SOON,
    /** When the store has made it. */
    AT_ONCE
  }

  /** What a call that makes bytes durable waits for. */
  public enum Until {
    /** This machine keeps them. */
    LOCAL,
    /** The store has them. */
    UPLOAD
  }

  /** When fsync and close answer. */
  public record Answers(Until fsync, Until close) {
    public static final Answers LOCAL = new Answers(Until.LOCAL, Until.LOCAL);
  }

  public static final WriteOptions DEFAULT =
      new WriteOptions(
          Duration.ofSeconds(5),
          128,
          ByteSize.ofMib(20),
          ByteSize.ofMib(64),
          16,
          128,
          Duration.ofMinutes(1),
          OnConflict.OVERWRITE,
          Answers.LOCAL,
          Metadata.AT_ONCE);

  public WriteOptions {
    if (transfers < 1 || uploadConcurrency < 1 || checkers < 1) {
      throw new IllegalArgumentException(
          "transfers, uploadConcurrency and checkers are at least 1");
    }
  }

  public WriteOptions withMetadata(Metadata when) {
    return new WriteOptions(
        writeBack,
        transfers,
        uploadCutoff,
        partSize,
        uploadConcurrency,
        checkers,
        snapshot,
        onConflict,
        answers,
        when);
  }

  public WriteOptions withWriteBack(Duration delay) {
    return new WriteOptions(
        delay,
        transfers,
        uploadCutoff,
        partSize,
        uploadConcurrency,
        checkers,
        snapshot,
        onConflict,
        answers,
        metadata);
  }
}
