package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.fast.FastS3Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends before anything is mounted, with a message that names the thing. */
final class BadInputIT {
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

  private void refused(int exitCode, String message, String... flags) throws IOException {
    refused(exitCode, message, scene.tpmount(), scene.mountArguments(flags));
  }

  private void refused(int exitCode, String message, Tpmount tpmount, String[] arguments)
      throws IOException {
    RunningTpmount process = scene.keep(tpmount.start(arguments));

    assertThat(process.awaitExit()).as(process.err()).isEqualTo(exitCode);
    assertThat(process.err()).contains(message).doesNotContain(server.secretKey());
    assertThat(process.out()).isEmpty();
    assertThat(scene.isMounted()).isFalse();
  }

  private String[] onMountPoint(Path mountPoint) {
    String[] arguments = scene.mountArguments();
    arguments[1] = mountPoint.toString();
    return arguments;
  }

  @Test
  void mount_noSuchBucket_isRefused() throws IOException {
    String[] arguments = scene.mountArguments();
    arguments[0] = "no-such-bucket";

    refused(1, "no such bucket: 'no-such-bucket' at http://", scene.tpmount(), arguments);
  }

  @Test
  void mount_wrongSecret_isRefused() throws IOException {
    Tpmount wrong = scene.tpmount().with("AWS_SECRET_ACCESS_KEY", "wrong");

    refused(1, "was denied: check key, secret and policy", wrong, scene.mountArguments());
  }

  @Test
  void mount_unknownKey_isRefused() throws IOException {
    Tpmount wrong = scene.tpmount().with("AWS_ACCESS_KEY_ID", "nobody");

    refused(1, "was denied: check key, secret and policy", wrong, scene.mountArguments());
  }

  @Test
  void mount_noCredentials_isRefused() throws IOException {
    refused(1, "was denied", new Tpmount(scene.home()), scene.mountArguments());
  }

  @Test
  void mount_endpointRefuses_isRefused() throws IOException {
    refused(1, "does not answer", "--endpoint=http://127.0.0.1:" + unusedPort());
  }

  @Test
  void mount_unknownHost_isRefused() throws IOException {
    refused(1, "host no-such-host.invalid is unknown", "--endpoint=http://no-such-host.invalid");
  }

  @Test
  void mount_missingMountPoint_isRefused() throws IOException {
    Path missing = scene.home().resolve("missing");

    refused(1, missing + " does not exist", scene.tpmount(), onMountPoint(missing));
  }

  @Test
  void mount_fileAsMountPoint_isRefused() throws IOException {
    Path file = Files.createFile(scene.home().resolve("file"));

    refused(1, file + " is not a directory", scene.tpmount(), onMountPoint(file));
  }

  @Test
  void mount_nonEmptyMountPoint_isRefusedUnlessAllowed() throws IOException {
    Files.createFile(scene.inMount("entry"));
    refused(1, "is not empty", new String[0]);

    RunningTpmount mount = scene.mount("--allow-non-empty");
    mount.signal("TERM");
    assertThat(mount.awaitExit()).as(mount.err()).isZero();
  }

  @Test
  void mount_cacheBelowMountPoint_isRefused() throws IOException {
    refused(1, "--cache-dir", "--cache-dir=" + scene.inMount("cache"));
  }

  @Test
  void mount_logBelowMountPoint_isRefused() throws IOException {
    refused(1, "--log-file", "--log-file=" + scene.inMount("log"));
  }

  @Test
  void mount_unusableCache_isRefused() throws IOException {
    Path file = Files.createFile(scene.home().resolve("file"));

    refused(1, "--cache-dir " + file, "--cache-dir=" + file);
  }

  @Test
  void mount_unreadableConfig_isRefused() throws IOException {
    Path directory = Files.createDirectory(scene.home().resolve("conf"));

    refused(1, "config file " + directory, "--config=" + directory);
  }

  @Test
  void mount_unknownRemote_isRefused() throws IOException {
    String[] arguments = scene.mountArguments();
    arguments[0] = "nowhere:" + arguments[0];

    refused(1, "no remote 'nowhere'", scene.tpmount(), arguments);
  }

  @Test
  void mount_unknownMountOption_isRefused() throws IOException {
    refused(2, "no_such_option", "-o", "no_such_option");
  }

  @Test
  void mount_alreadyMounted_isRefused() throws IOException {
    RunningTpmount first = scene.mount();

    RunningTpmount second = scene.run(scene.mountArguments());

    assertThat(second.awaitExit()).isEqualTo(1);
    assertThat(second.err()).contains("is already a mount");
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void mount_badUsage_isRefused() throws IOException {
    refused(2, "unknown flag --allow-others, nearest: --allow-other", "--allow-others");
    refused(2, "--vfs-read-ahead: '32X' is no size", "--vfs-read-ahead=32X");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
