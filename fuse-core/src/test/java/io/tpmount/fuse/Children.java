package io.tpmount.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests let other processes do: system calls that Java has not, or must not do on itself. */
final class Children {
  private Children() {}

  /** All a child said, after it has ended well or badly. */
  static String output(Process child) throws IOException, InterruptedException {
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    child.waitFor();
    return said.strip();
  }

  /** The command line of another JVM on this one's class path. */
  static String[] java(Class<?> main, Path argument) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djffi.unsafe.disabled=true",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument.toString()));
    return command.toArray(String[]::new);
  }
}
