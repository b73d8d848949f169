package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call that a program may make of a mount, as {@code calls.py} makes it, in both forms. */
final class PosixCallsIT {
  private static final int STORED_FILES = 6;

  /** The kinds of refused calls that {@code calls.py} makes and the flag would allow. */
  private static final int KINDS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"reject", "ignore"})
  void calls_ofEveryKind_areAnsweredAsPromised(String form) throws IOException {
    check(form, "kernel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reject", "ignore"})
  @Tag("all")
  void calls_throughLibfuse2_areAnsweredAsPromised(String form) throws IOException {
    check(form, "jnr");
  }

  private static void check(String form, String driver) throws IOException {
    try (FastS3Process server = FastS3Process.start();
        MountScene scene = new MountScene(server)) {
      putStoredFiles(scene);
      RunningTpmount mount =
          scene.mount(
              "--posix-unsupported=" + form,
              "--driver=" + driver,
              "--vfs-write-back=1h",
              "--uid=1234",
              "--gid=2345",
              "--umask=0",
              "--file-perms=0640",
              "--dir-perms=0750");

      List<String> answers = answers(scene, form, driver);

      assertThat(answers).hasSizeGreaterThan(45);
      assertThat(answers.stream().filter(line -> !line.endsWith(": ok"))).isEmpty();
      mount.signal("TERM");
      assertThat(mount.awaitExit()).as(mount.err()).isZero();
      assertThat(flagsNamed(mount.err())).isEqualTo(form.equals("reject") ? KINDS : 0);
      assertThat(scene.bucket().keys("")).doesNotContain("special", "b").contains("log");
    }
  }

  private static void putStoredFiles(MountScene scene) {
    byte[] stored = "stored".repeat(1000).getBytes(StandardCharsets.UTF_8);
    scene.bucket().put("stored", stored);
    for (int n = 2; n <= STORED_FILES; n++) {
      scene.bucket().put("stored" + n, stored);
    }
  }

  private static List<String> answers(MountScene scene, String form, String driver)
      throws IOException {
    Path script = scene.home().resolve("calls.py");
    try (InputStream text = PosixCallsIT.class.getResourceAsStream("calls.py")) {
      Files.copy(text, script);
    }
    return Shell.output("python3", script.toString(), scene.mountPoint().toString(), form, driver)
        .lines()
        .toList();
  }

  /** Lines that say what allows a refused call; one for each kind, whatever number of calls. */
  private static long flagsNamed(String log) {
    return log.lines().filter(line -> line.contains("--posix-unsupported=ignore")).count();
  }
}
