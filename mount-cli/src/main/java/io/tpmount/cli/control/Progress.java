package io.tpmount.cli.control;

/**
 * How far a mount is with what it was asked to do.
 *
 * @param state the last line is the one that is not {@link Step#RUNNING}
 * @param message why it failed; else empty, or something to tell
 * @param files done of {@code totalFiles}, where the work counts files
 * @param bytes done of {@code totalBytes}, where it counts bytes
 */
public record Progress(
    Step state, String message, long files, long totalFiles, long bytes, long totalBytes)
    implements Answer {
  /** Where the work stands. */
  public enum Step {
    RUNNING,
    DONE,
    FAILED
  }

  public static Progress running(long files, long totalFiles, long bytes, long totalBytes) {
    return new Progress(Step.RUNNING, "", files, totalFiles, bytes, totalBytes);
  }

  public static Progress done(String message) {
    return new Progress(Step.DONE, message, 0, 0, 0, 0);
  }

  public static Progress failed(String message) {
    return new Progress(Step.FAILED, message, 0, 0, 0, 0);
  }

  public boolean isLast() {
    return state != Step.RUNNING;
  }
}
