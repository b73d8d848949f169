package io.tpmount.cli.exit;

/** What the process tells its caller. Documented in docs/CONFIGURATION.md. */
public enum ExitCode {
  /** Done; after a mount: unmounted and everything uploaded. */
  DONE(0),
  /** Refused before anything was mounted, or ended by a failure. */
  FAILED(1),
  /** The command line cannot be understood. */
  USAGE(2),
  /** Unmounted, but files wait in the cache and are uploaded by the next mount. */
  UPLOADS_LEFT(3),
  /** Of fsck alone, as of fsck(8): errors were found, and none is left. */
  REPAIRED(1),
  /** Of fsck alone: errors were found and are left. */
  ERRORS_LEFT(4),
  /** Of fsck alone: it could not be checked. */
  NOT_CHECKED(8);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
