package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.TestS3Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A bucket, a mount point and a home of its own for one test. Closing it leaves neither a mount nor
 * a process behind, whatever the test did.
 */
final class MountScene implements AutoCloseable {
  private final Path home;
  private final Path mountPoint;
  private final S3Server server;
  private final TestS3Client client;
  private final List<RunningTpmount> running = new ArrayList<>();

  MountScene(S3Server server) throws IOException {
    this.server = server;
    // First what may fail: nobody closes a scene that was not made.
    this.client = TestS3Client.of(server, "b-" + UUID.randomUUID()).createBucket();
    this.home = Files.createTempDirectory("tpmount-scene");
    this.mountPoint = Files.createDirectory(home.resolve("mnt"));
  }

  TestS3Client bucket() {
    return client;
  }

  Path home() {
    return home;
  }

  Path mountPoint() {
    return mountPoint;
  }

  Path inMount(String name) {
    return mountPoint.resolve(name);
  }

  /** The command with the server's keys. */
  Tpmount tpmount() {
    return new Tpmount(home)
        .with("AWS_ACCESS_KEY_ID", server.accessKey())
        .with("AWS_SECRET_ACCESS_KEY", server.secretKey());
  }

  /** Runs a verb, or a mount that is to fail. */
  RunningTpmount run(String... arguments) {
    return keep(tpmount().start(arguments));
  }

  /** Mounts the bucket and returns when it answers. */
  RunningTpmount mount(String... flags) {
    return keep(tpmount().start(mountArguments(flags))).awaitMounted();
  }

  String[] mountArguments(String... flags) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                client.bucket(),
                mountPoint.toString(),
                "--endpoint=" + server.endpoint(),
                "--region=" + server.region(),
                "--cache-dir=" + home.resolve("cache"),
                "--vfs-cache-min-free-space=0"));
    arguments.addAll(List.of(flags));
    return arguments.toArray(String[]::new);
  }

  /** Unmounts as a user does, and sees that everything was uploaded. */
  void unmount(RunningTpmount mount) {
    assertThat(run("unmount", mountPoint.toString()).awaitExit()).isZero();
    assertThat(mount.awaitExit()).isZero();
  }

  /** Ends the process as the machine's out-of-memory killer does, and clears the mount point. */
  void kill(RunningTpmount mount) {
    mount.signal("KILL");
    mount.awaitExit();
    Shell.output("umount", "-l", mountPoint.toString());
  }

  RunningTpmount keep(RunningTpmount process) {
    running.add(process);
    return process;
  }

  boolean isMounted() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + mountPoint + " ");
  }

  @Override
  public void close() throws IOException {
    running.forEach(RunningTpmount::close);
    if (isMounted()) {
      Shell.run("umount", "-l", mountPoint.toString());
    }
    client.close();
    Shell.run("rm", "-rf", "--one-file-system", home.toString());
    assertThat(isMounted()).isFalse();
  }
}
