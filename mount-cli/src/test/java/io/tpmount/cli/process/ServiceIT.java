package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.fast.FastS3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** tpmount as a service: under systemd's protocol, from fstab, and its unit file. */
final class ServiceIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();

  private FastS3Server server;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Server.checkingSignatures();
    scene = new MountScene(server);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    server.close();
  }

  @Test
  void service_fromStartToEnd_tellsReadyWatchdogStatusAndStopping() throws IOException {
    Path socket = scene.home().resolve("notify");
    try (NotifyListener manager = new NotifyListener(socket)) {
      RunningTpmount mount =
          scene.keep(
              scene
                  .tpmount()
                  .with("NOTIFY_SOCKET", socket.toString())
                  .with("WATCHDOG_USEC", "2000000")
                  .start(scene.mountArguments("--vfs-write-back=1h")));
      await().atMost(PATIENCE).until(() -> manager.hasHeard("READY=1"));
      assertThat(scene.isMounted()).isTrue();
      await().atMost(PATIENCE).until(() -> manager.hasHeard("WATCHDOG=1"));

      Files.writeString(scene.inMount("file"), "content");
      await().atMost(PATIENCE).until(() -> manager.hasHeard("not uploaded yet: 1 file"));
      mount.signal("TERM");

      assertThat(mount.awaitExit()).as(mount.err()).isZero();
      assertThat(scene.bucket().bytes("file")).isEqualTo("content".getBytes(UTF_8));
      assertThat(manager.notices().getFirst()).startsWith("READY=1\nSTATUS=mounted");
    }
  }

  @Test
  void service_endedWhileUploadsFail_saysStoppingAndAsksForTime() throws IOException {
    Path socket = scene.home().resolve("notify");
    try (NotifyListener manager = new NotifyListener(socket)) {
      RunningTpmount mount =
          scene.keep(
              scene
                  .tpmount()
                  .with("NOTIFY_SOCKET", socket.toString())
                  .start(scene.mountArguments("--vfs-write-back=1h")));
      await().atMost(PATIENCE).until(() -> manager.hasHeard("READY=1"));
      Files.writeString(scene.inMount("file"), "content");
      server.close();

      mount.signal("TERM");
      await().atMost(PATIENCE).until(() -> manager.hasHeard("STOPPING=1"));
      await().atMost(PATIENCE).until(() -> manager.hasHeard("EXTEND_TIMEOUT_USEC="));
      mount.signal("TERM");

      assertThat(mount.awaitExit()).as(mount.err()).isEqualTo(3);
    }
  }

  @Test
  void mountHelper_asMountCallsIt_mountsWithEveryFlagAsAWord() throws IOException {
    Path bin = Files.createDirectory(scene.home().resolve("bin"));
    Path arguments = scene.home().resolve("arguments");
    Path fake = bin.resolve("tpmount");
    Files.writeString(fake, "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + arguments + "\n");
    Shell.output("chmod", "+x", fake.toString());

    Shell.output(
        "env",
        "PATH=" + bin + ":/usr/bin:/bin",
        SCRIPTS.resolve("mount.tpmount").toString(),
        "bucket/a b",
        "/mnt/x",
        "-sn",
        "-o",
        "rw,_netdev,cache-dir=/c",
        "-t",
        "fuse.tpmount");

    assertThat(Files.readAllLines(arguments))
        .containsExactly(
            "mount", "bucket/a b", "/mnt/x", "--daemon", "-o", "rw,_netdev,cache-dir=/c");
  }

  @Test
  void mount_wordsOfFstabAndDaemon_mountsUntilUnmounted() throws IOException {
    RunningTpmount mount =
        scene.run(
            scene.mountArguments(
                "--daemon",
                "-o",
                "rw,_netdev,vfs_write_back=1s,log-file=" + scene.home() + "/log"));
    assertThat(mount.awaitExit()).as(mount.err()).isZero();

    assertThat(scene.isMounted()).isTrue();
    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
  }

  @Test
  void unit_systemdAnalyze_findsNothing() throws IOException {
    Assumptions.assumeTrue(
        Shell.run("sh", "-c", "command -v systemd-analyze").exitCode() == 0, "no systemd here");
    Path unit = scene.home().resolve("tpmount@.service");
    String text = Files.readString(SCRIPTS.resolve("systemd/tpmount@.service"));
    Files.writeString(unit, text.replace("/usr/bin/tpmount", "/bin/true"));

    Shell.Result verdict = Shell.run("systemd-analyze", "verify", "--man=no", unit.toString());

    assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    assertThat(verdict.output()).doesNotContain("tpmount@");
  }
}
