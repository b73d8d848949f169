package io.tpmount.cli.control;

import io.tpmount.vfs.unit.ByteSize;

/**
 * What has been written and is not yet in the bucket.
 *
 * @param files files and changes of names that wait or are on their way
 * @param bytes of these files
 * @param failed those among them that failed and are tried again
 */
public record Backlog(int files, long bytes, int failed) {
  public static final Backlog NONE = new Backlog(0, 0, 0);

  public boolean isEmpty() {
    return files == 0;
  }

  /** {@code 3 files (1.500Gi), 1 of them failing}. */
  @Override
  public String toString() {
    String text = files + (files == 1 ? " file (" : " files (") + new ByteSize(bytes) + ")";
    return failed == 0 ? text : text + ", " + failed + " of them failing";
  }
}
