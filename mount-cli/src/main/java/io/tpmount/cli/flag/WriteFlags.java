package io.tpmount.cli.flag;

import io.tpmount.vfs.unit.ByteSize;
import io.tpmount.vfs.write.WriteOptions;
import java.time.Duration;
import java.util.List;

/** How files are uploaded. */
public final class WriteFlags {
  static final Flag<Duration> WRITE_BACK =
      Flag.of(
              "--vfs-write-back",
              Grammar.DURATION,
              Group.WRITING,
              "from the last close to the start of the upload")
          .or("5s");
  static final Flag<Integer> TRANSFERS =
      Flag.of("--transfers", atLeastOne(), Group.WRITING, "files uploaded at a time").or("128");
  static final Flag<Integer> CHECKERS =
      Flag.of(
              "--checkers",
              atLeastOne(),
              Group.WRITING,
              "copies and deletes of one directory rename at a time")
          .or("128");
  static final Flag<Boolean> SYNC_METADATA =
      Flag.of(
              "--sync-metadata",
              Grammar.SWITCH,
              Group.WRITING,
              "answer mkdir, rmdir, unlink, symlink and rename only when the store has done it")
          .or("true");
  static final Flag<ByteSize> UPLOAD_CUTOFF =
      Flag.of(
              "--s3-upload-cutoff",
              Grammar.SIZE.checked(
                  size -> size.bytes() <= ByteSize.ofGib(5).bytes(),
                  "a single request holds at most 5G"),
              Group.WRITING,
              "from this size on files are uploaded in parts, unless one part would do")
          .or("20M");
  static final Flag<ByteSize> CHUNK_SIZE =
      Flag.of(
              "--s3-chunk-size",
              Grammar.SIZE.checked(
                  size ->
                      size.bytes() >= ByteSize.ofMib(5).bytes()
                          && size.bytes() <= ByteSize.ofGib(5).bytes(),
                  "a part has 5M to 5G"),
              Group.WRITING,
              "bytes of a part; grows so that 10,000 parts suffice")
          .or("64M");
  static final Flag<Integer> UPLOAD_CONCURRENCY =
      Flag.of("--s3-upload-concurrency", atLeastOne(), Group.WRITING, "parts of a file at a time")
          .or("16");

  static final Flag<Duration> SNAPSHOT =
      Flag.of(
              "--vfs-write-snapshot",
              Grammar.DURATION,
              Group.WRITING,
              "a file that stays open and changes is uploaded that often; 0: not before its close")
          .or("1m");
  static final Flag<WriteOptions.OnConflict> ON_CONFLICT =
      Flag.of(
              "--on-conflict",
              Grammar.oneOf(WriteOptions.OnConflict.class),
              Group.WRITING,
              "when others replaced an object since it was opened here: overwrite theirs, or"
                  + " keep-both, theirs as NAME.conflict-TIME")
          .or("overwrite");
  static final Flag<WriteOptions.Until> FSYNC =
      Flag.of(
              "--fsync",
              Grammar.oneOf(WriteOptions.Until.class),
              Group.WRITING,
              "what fsync waits for: the local disk, or the upload and its error")
          .or("local");
  static final Flag<WriteOptions.Until> CLOSE =
      Flag.of(
              "--close",
              Grammar.oneOf(WriteOptions.Until.class),
              Group.WRITING,
              "what close of a written file waits for: nothing, or the upload and its error")
          .or("local");

  private WriteFlags() {}

  public static WriteOptions options(FlagValues values) {
    return new WriteOptions(
        values.get(WRITE_BACK),
        values.get(TRANSFERS),
        values.get(UPLOAD_CUTOFF),
        values.get(CHUNK_SIZE),
        values.get(UPLOAD_CONCURRENCY),
        values.get(CHECKERS),
        values.get(SNAPSHOT),
        values.get(ON_CONFLICT),
        new WriteOptions.Answers(values.get(FSYNC), values.get(CLOSE)),
        values.get(SYNC_METADATA) ? WriteOptions.Metadata.AT_ONCE : WriteOptions.Metadata.SOON);
  }

  /** Flags that are keys of a remote too. */
  public static List<Flag<?>> ofRemotes() {
    return List.of(UPLOAD_CUTOFF, CHUNK_SIZE, UPLOAD_CONCURRENCY);
  }

  static List<Flag<?>> all() {
    return List.of(
        WRITE_BACK,
        TRANSFERS,
        CHECKERS,
        SYNC_METADATA,
        UPLOAD_CUTOFF,
        CHUNK_SIZE,
        UPLOAD_CONCURRENCY,
        SNAPSHOT,
        ON_CONFLICT,
        FSYNC,
        CLOSE);
  }

  private static Grammar<Integer> atLeastOne() {
    return Grammar.COUNT.checked(count -> count >= 1, "needs at least 1");
  }
}
