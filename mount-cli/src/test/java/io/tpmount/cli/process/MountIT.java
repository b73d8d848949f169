package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.S3MockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a mount, from the command line to the last upload. */
@Tag("jnr")
final class MountIT {
  private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);
  private static final int LARGE = 24 << 20;

  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    scene = new MountScene(S3MockServer.shared());
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
  }

  private static byte[] random(int size) {
    long seed = 20261123;
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void mount_objectsAndFiles_areSeenFromBothSides() throws IOException {
    byte[] large = random(LARGE);
    scene.bucket().put("dir/large", large);
    RunningTpmount mount = scene.mount();

    assertThat(Files.readAllBytes(scene.inMount("dir/large"))).isEqualTo(large);
    Files.createDirectories(scene.inMount("new/deep"));
    Files.write(scene.inMount("new/deep/small"), HELLO);
    Files.write(scene.inMount("new/large"), large);

    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
    assertThat(mount.awaitExit()).isZero();
    assertThat(scene.bucket().bytes("new/deep/small")).isEqualTo(HELLO);
    assertThat(scene.bucket().bytes("new/large")).isEqualTo(large);
  }

  @Test
  void mount_prefix_showsOnlyWhatIsBelow() throws IOException {
    scene.bucket().put("in/a", HELLO);
    scene.bucket().put("out/b", HELLO);
    String[] arguments = scene.mountArguments();
    arguments[0] += "/in";
    RunningTpmount mount = scene.keep(scene.tpmount().start(arguments)).awaitMounted();

    assertThat(Shell.output("ls", scene.mountPoint().toString())).isEqualTo("a\n");
    Files.write(scene.inMount("c"), HELLO);

    mount.signal("TERM");
    assertThat(mount.awaitExit()).isZero();
    assertThat(scene.bucket().keys("")).containsExactly("in/a", "in/c", "out/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGTERM", "SIGINT", "SIGHUP", "umount", "fusermount", "unmount"})
  void end_byEachRoad_uploadsAndExitsWith0(String road) throws IOException {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h");
    Files.write(scene.inMount("file"), HELLO);

    switch (road) {
      case "umount" -> Shell.output("umount", scene.mountPoint().toString());
      case "fusermount" -> Shell.output("fusermount", "-u", scene.mountPoint().toString());
      case "unmount" ->
          assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
      default -> mount.signal(road.substring("SIG".length()));
    }

    assertThat(mount.awaitExit()).as(mount.err()).isZero();
    assertThat(mount.err()).contains("everything is uploaded");
    assertThat(scene.isMounted()).isFalse();
    assertThat(scene.bucket().bytes("file")).isEqualTo(HELLO);
  }

  @Test
  void end_notWaitingForUploads_exitsWith3AndTheNextMountUploads() throws IOException {
    RunningTpmount first = scene.mount("--vfs-write-back=1h", "--shutdown-timeout=0");
    byte[] bytes = random(LARGE);
    Files.write(scene.inMount("file"), bytes);

    first.signal("TERM");
    assertThat(first.awaitExit()).as(first.err()).isEqualTo(3);
    assertThat(first.err()).contains("left in the cache for the next mount: 1 file");
    assertThat(scene.bucket().exists("file")).isFalse();

    RunningTpmount second = scene.mount();
    assertThat(Files.readAllBytes(scene.inMount("file"))).isEqualTo(bytes);
    second.signal("TERM");
    assertThat(second.awaitExit()).as(second.err()).isZero();
    assertThat(scene.bucket().bytes("file")).isEqualTo(bytes);
  }

  @Test
  void end_inUse_uploadsThenDetaches() throws IOException {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h");
    Files.write(scene.inMount("file"), HELLO);
    Process user =
        new ProcessBuilder("sleep", "600").directory(scene.mountPoint().toFile()).start();
    try {
      mount.signal("TERM");

      assertThat(mount.awaitExit()).as(mount.err()).isZero();
      assertThat(mount.err()).contains("is in use").contains("detached");
      assertThat(scene.bucket().bytes("file")).isEqualTo(HELLO);
    } finally {
      user.destroyForcibly().onExit().join();
    }
  }

  @Test
  void status_pendingUpload_isCounted() throws IOException {
    scene.mount("--vfs-write-back=1h");
    Files.write(scene.inMount("file"), HELLO);

    RunningTpmount status = scene.run("status", "--json", scene.mountPoint().toString());

    assertThat(status.awaitExit()).isZero();
    assertThat(status.out())
        .contains("\"state\":\"MOUNTED\"")
        .contains("\"files\":1,\"bytes\":6,\"failed\":0");
  }

  @Test
  void mount_readOnly_refusesChanges() throws IOException {
    scene.bucket().put("file", HELLO);
    scene.mount("-o", "ro");

    assertThat(Shell.run("touch", scene.inMount("new").toString()).output())
        .contains("Read-only file system");
    assertThat(Files.readAllBytes(scene.inMount("file"))).isEqualTo(HELLO);
  }

  @Test
  void mount_overADeadMount_cleansUpAndUploadsWhatWasWritten() throws IOException {
    RunningTpmount killed = scene.mount("--vfs-write-back=1h");
    Files.write(scene.inMount("file"), HELLO);
    killed.signal("KILL");
    killed.awaitExit();
    assertThat(Shell.run("ls", scene.mountPoint().toString()).output())
        .contains("Transport endpoint is not connected");

    RunningTpmount next = scene.mount();

    assertThat(Files.readAllBytes(scene.inMount("file"))).isEqualTo(HELLO);
    next.signal("TERM");
    assertThat(next.awaitExit()).as(next.err()).isZero();
    assertThat(scene.bucket().bytes("file")).isEqualTo(HELLO);
  }

  @Test
  void daemon_mount_returnsWhenItAnswersAndEndsOnRequest() throws IOException {
    Path log = scene.home().resolve("daemon.log");
    RunningTpmount parent =
        scene.run(scene.mountArguments("--daemon", "--log-file=" + log, "--log-level=INFO"));

    assertThat(parent.awaitExit()).as(parent.err()).isZero();
    assertThat(parent.out()).contains("is mounted at").contains(log.toString());
    Files.write(scene.inMount("file"), HELLO);
    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();

    assertThat(scene.isMounted()).isFalse();
    assertThat(scene.bucket().bytes("file")).isEqualTo(HELLO);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(log).content().contains("everything is uploaded"));
  }

  @Test
  void daemon_cannotMount_bringsItsMessageAndExitCode() {
    String[] arguments = scene.mountArguments("--daemon");
    arguments[0] = "no-such-bucket";
    RunningTpmount parent = scene.run(arguments);

    assertThat(parent.awaitExit()).isEqualTo(1);
    assertThat(parent.err()).contains("no such bucket: 'no-such-bucket'");
  }
}
