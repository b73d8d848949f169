package io.tpmount.cli;

import io.tpmount.cli.flag.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command finds around it.
 *
 * @param variables the environment
 * @param home the user's home directory
 * @param identity who runs it
 * @param out answers
 * @param err errors and progress
 */
record Surroundings(
    Map<String, String> variables,
    Path home,
    ProcessIdentity identity,
    PrintWriter out,
    PrintWriter err) {

  static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        identityFrom(Path.of("/proc/self/status")),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  /** Reads the kernel's own account, because Java has no call for the umask. */
  private static ProcessIdentity identityFrom(Path status) {
    try {
      String text = Files.readString(status);
      return new ProcessIdentity(
          Integer.parseUnsignedInt(field(text, "Uid:\\s+\\d+\\s+(\\d+)")),
          Integer.parseUnsignedInt(field(text, "Gid:\\s+\\d+\\s+(\\d+)")),
          Integer.parseInt(field(text, "Umask:\\s+([0-7]+)"), 8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String field(String text, String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("/proc/self/status without " + pattern);
    }
    return matcher.group(1);
  }
}
