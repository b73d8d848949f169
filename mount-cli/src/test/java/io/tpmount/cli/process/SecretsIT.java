package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.fast.FastS3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secret works, and appears nowhere. */
final class SecretsIT {
  private static FastS3Server server;

  private MountScene scene;

  @BeforeAll
  static void startServer() {
    server = FastS3Server.checkingSignatures();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    scene = new MountScene(server);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
  }

  @Test
  void mount_secretOfRcloneConf_isInNoOutputFileNameOrProcessList() throws IOException {
    Path conf =
        Files.writeString(
            scene.home().resolve("rclone.conf"),
            """
            [tp]
            type = s3
            provider = Other
            access_key_id = %s
            secret_access_key = %s
            endpoint = %s
            """
                .formatted(server.accessKey(), server.secretKey(), server.endpoint()));
    Path log = scene.home().resolve("debug.log");
    RunningTpmount mount =
        scene.keep(
            new Tpmount(scene.home())
                .start(
                    "tp:" + scene.bucket().bucket(),
                    scene.mountPoint().toString(),
                    "--config=" + conf,
                    "--cache-dir=" + scene.home().resolve("cache"),
                    "--log-file=" + log,
                    "--log-level=DEBUG"));
    mount.awaitMounted();
    Files.writeString(scene.inMount("file"), "x");
    assertThat(processList()).contains("--config=").doesNotContain(server.secretKey());
    mount.signal("TERM");

    assertThat(mount.awaitExit()).as(mount.err()).isZero();
    Files.delete(conf);
    assertThat(log).content().isNotEmpty();
    assertThat(mount.out() + mount.err()).doesNotContain(server.secretKey());
    assertThat(filesWithSecret()).isEmpty();
  }

  private static String processList() {
    return Shell.output("ps", "-eo", "args");
  }

  private List<Path> filesWithSecret() throws IOException {
    try (var files = Files.walk(scene.home())) {
      return files
          .filter(file -> file.toString().contains(server.secretKey()) || holds(file))
          .toList();
    }
  }

  private static boolean holds(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains(server.secretKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
