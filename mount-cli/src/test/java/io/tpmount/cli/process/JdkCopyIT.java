package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.FileDigest;
import io.tpmount.s3.testing.S3MockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree of real files, hundreds of them with links among them, there and back. */
final class JdkCopyIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    scene = new MountScene(S3MockServer.shared());
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
  }

  @Test
  void copiedJdk_isTheSameInTheBucketAndFromAnEmptyCache_andRuns() throws Exception {
    RunningTpmount first = scene.mount();
    Shell.output("cp", "-r", JDK.toString(), scene.inMount("jdk").toString());
    unmount(first);

    for (Path path : files()) {
      assertInBucket(path);
    }

    RunningTpmount second =
        scene.mount("--cache-dir=" + scene.home().resolve("empty"), "--file-perms=0777");
    for (Path path : files()) {
      assertInMount(path);
    }
    assertThat(Shell.output(scene.inMount("jdk/bin/java").toString(), "-version"))
        .contains("openjdk version");
    unmount(second);
  }

  private void unmount(RunningTpmount mount) {
    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
    assertThat(mount.awaitExit()).isZero();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(JDK)) {
      List<Path> files =
          tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
      assertThat(files).as("files of %s", JDK).hasSizeGreaterThan(100);
      return files;
    }
  }

  private void assertInBucket(Path path) throws IOException {
    String key = "jdk/" + JDK.relativize(path);
    if (Files.isSymbolicLink(path)) {
      assertThat(scene.bucket().bytes(key + ".rclonelink"))
          .as(key)
          .isEqualTo(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8));
    } else {
      assertThat(scene.bucket().sha256(key)).as(key).isEqualTo(FileDigest.sha256(path));
    }
  }

  private void assertInMount(Path path) throws IOException {
    Path copy = scene.inMount("jdk").resolve(JDK.relativize(path).toString());
    if (Files.isSymbolicLink(path)) {
      assertThat(Files.readSymbolicLink(copy)).isEqualTo(Files.readSymbolicLink(path));
    } else {
      assertThat(FileDigest.sha256(copy)).as("%s", copy).isEqualTo(FileDigest.sha256(path));
    }
  }
}
