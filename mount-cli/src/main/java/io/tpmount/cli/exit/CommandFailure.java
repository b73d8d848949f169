package io.tpmount.cli.exit;

/**
 * A command that cannot go on, with the one line its user reads. Expected, so it carries no stack
 * trace. The message names the thing at fault and never holds a secret.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  private CommandFailure(ExitCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The command line is at fault. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** The world is at fault: a file, a bucket, a mount point. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(ExitCode.FAILED, message);
  }

  /** For a verb with codes of its own. */
  public static CommandFailure of(ExitCode code, String message) {
    return new CommandFailure(code, message);
  }

  public ExitCode code() {
    return code;
  }
}
