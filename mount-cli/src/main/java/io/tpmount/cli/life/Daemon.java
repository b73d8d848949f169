package io.tpmount.cli.life;

import io.tpmount.cli.exit.CommandFailure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The process behind {@code --daemon}. The one the user started runs its own command line again, in
 * a session of its own, and waits for its word: the child's standard error is the parent's until
 * the mount answers, so that the user reads why it does not; then the child lets both go.
 */
public final class Daemon {
  private static final String MARK = "TPMOUNT_DAEMON";
  private static final String READY = "tpmount-is-mounted";

  private Daemon() {}

  /** Whether this process is the child. */
  public static boolean isThisProcess(Map<String, String> variables) {
    return variables.containsKey(MARK);
  }

  /**
   * Starts the child and waits until its mount answers or it has ended.
   *
   * @return its exit code, or 0 when it is mounted
   */
  public static int launch() throws InterruptedException {
    try {
      Process child = start();
      Thread ending = new Thread(child::destroy, "daemon-end");
      Runtime.getRuntime().addShutdownHook(ending);
      boolean ready = awaitReady(child);
      Runtime.getRuntime().removeShutdownHook(ending);
      return ready ? 0 : child.waitFor();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot start the daemon: " + e.getMessage());
    }
  }

  /** Called in the child: the mount answers, and from here on only the log speaks. */
  public static void becomeSilent() {
    System.out.println(READY);
    System.out.flush();
    // The JDK puts /dev/null in place of a standard stream that is closed.
    List.of(System.out, System.err).forEach(PrintStream::close);
  }

  private static Process start() throws IOException {
    List<String> command = new ArrayList<>();
    ProcessHandle.Info self = ProcessHandle.current().info();
    command.add("setsid");
    command.add(self.command().orElseThrow(() -> new IOException("own command line unknown")));
    command.addAll(
        List.of(self.arguments().orElseThrow(() -> new IOException("own arguments unknown"))));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(MARK, "child");
    return builder.start();
  }

  private static boolean awaitReady(Process child) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY)) {
          return true;
        }
        System.out.println(line);
      }
      return false;
    }
  }
}
