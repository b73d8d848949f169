package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that a program, a shell or a log may stumble over. */
final class OddKeysIT {
  private static final List<String> ODD =
      List.of(
          "nfc-\u00e9",
          "nfd-e\u0301",
          "two  spaces ",
          " leading",
          "percent%41%",
          "plus+",
          "question?x=1",
          "hash#x",
          "back\\slash",
          "new\nline",
          "quotes'\"`",
          "$(dollar)",
          "emoji-\uD83D\uDE00",
          "tab\t",
          "-dash",
          "~tilde",
          "...",
          "colon:semi;comma,",
          "<&>");

  /** Reads every file of a directory and prints the names whose content is not their own name. */
  private static final String READ_ALL =
      """
      import os, sys
      root = os.fsencode(sys.argv[1])
      names = sorted(os.listdir(root))
      print(len(names))
      for n in names:
          if open(os.path.join(root, n), "rb").read() != n: print(n)
      """;

  private static final String WRITE_ALL =
      """
      import os, sys
      root = os.fsencode(sys.argv[1])
      for name in map(bytes.fromhex, sys.argv[2:]):
          open(os.path.join(root, name), "wb").write(name)
      """;

  /** What would be a line of the log, were it at the start of one. */
  private static final String FORGED_NAME = "2026-01-01 00:00:00 ERROR : forged";

  private FastS3Process server;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Process.start();
    scene = new MountScene(server);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    server.close();
  }

  private String python(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    command.addAll(List.of(arguments));
    return Shell.output(command.toArray(String[]::new));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void names_writtenByOthers_areReadByTheirBytes() throws IOException {
    for (String name : ODD) {
      scene.bucket().put("in/" + name, name.getBytes(UTF_8));
    }
    scene.bucket().put("in/bad\u201BFF\u201BC0x", new byte[] {'b', 'a', 'd', -1, -64, 'x'});
    scene.mount();

    assertThat(python(READ_ALL, scene.inMount("in").toString())).isEqualTo(ODD.size() + 1 + "\n");
  }

  @Test
  void names_writtenHere_becomeTheirKeys() throws IOException {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h");
    List<String> arguments = new ArrayList<>(List.of(scene.mountPoint().toString()));
    ODD.forEach(name -> arguments.add(hex(name.getBytes(UTF_8))));
    arguments.add(hex(new byte[] {'b', 'a', 'd', -1, -64, 'x'}));

    python(WRITE_ALL, arguments.toArray(String[]::new));

    assertThat(python(READ_ALL, scene.mountPoint().toString())).isEqualTo(ODD.size() + 1 + "\n");
    mount.signal("TERM");
    assertThat(mount.awaitExit()).as(mount.err()).isZero();
    List<String> expected = new ArrayList<>(ODD);
    expected.add("bad\u201BFF\u201BC0x");
    assertThat(scene.bucket().keys("")).containsExactlyInAnyOrderElementsOf(expected);
    for (String name : ODD) {
      assertThat(scene.bucket().bytes(name)).isEqualTo(name.getBytes(UTF_8));
    }
  }

  @Test
  void keys_thatAreNoPath_areHiddenAndToldOnce() throws IOException {
    byte[] bytes = "hidden".getBytes(UTF_8);
    List<String> hidden =
        List.of(
            "d//empty",
            "d/./here",
            "d/../../../../up",
            "/leading",
            "d/" + "n".repeat(256),
            "../root",
            "shadowed");
    for (String key : hidden) {
      scene.bucket().put(key, bytes);
    }
    scene.bucket().put("shadowed/by", "seen".getBytes(UTF_8));
    scene.bucket().put("d/file", "seen".getBytes(UTF_8));
    RunningTpmount mount = scene.mount("--dir-cache-time=0s");

    for (int again = 0; again < 3; again++) {
      assertThat(
              Shell.output("find", scene.mountPoint().toString(), "-type", "f", "-printf", "%P\n"))
          .hasLineCount(2)
          .contains("d/file\n", "shadowed/by\n");
    }

    assertThat(Shell.output("ls", "-A", scene.mountPoint().toString())).isEqualTo("d\nshadowed\n");
    String cache = scene.home().resolve("cache").toString();
    assertThat(Shell.output("find", cache, "-name", "up", "-o", "-name", "root")).isEmpty();
    String log = mount.err();
    assertThat(log.lines().filter(line -> line.contains("is not shown")).count())
        .as(log)
        .isEqualTo(hidden.size());
  }

  @Test
  void keys_withControlCharacters_forgeNoLogLine() throws IOException {
    String forged = "2026/01/01 00:00:00 ERROR : forged";
    scene.bucket().put("d//x\n" + forged, new byte[0]);
    scene.bucket().put("d//esc\u001b[2J\u001b]0;title\u0007", new byte[0]);
    scene.bucket().put("d/seen", new byte[0]);
    RunningTpmount mount = scene.mount("--log-level=DEBUG");

    Shell.output("ls", scene.inMount("d").toString());
    python(
        WRITE_ALL,
        scene.mountPoint().toString(),
        hex(("made\n" + FORGED_NAME).getBytes(UTF_8)),
        hex("made\u001b[2J".getBytes(UTF_8)));
    mount.signal("TERM");

    assertThat(mount.awaitExit()).as(mount.err()).isZero();
    assertThat(mount.err() + mount.out()).doesNotContain("\u001b", "\u0007");
    assertThat(mount.err().lines())
        .noneMatch(line -> line.startsWith(forged) || line.startsWith(FORGED_NAME));
  }
}
