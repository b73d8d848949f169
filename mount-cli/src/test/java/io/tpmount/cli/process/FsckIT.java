package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.S3MockServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tpmount fsck} on what a mount has left. */
final class FsckIT {
  private MountScene scene;
  private Path cache;
  private byte[] cached;
  private byte[] written;

  @BeforeEach
  void leaveACache() throws IOException {
    scene = new MountScene(S3MockServer.shared());
    cache = scene.home().resolve("cache");
    cached = random(1, 300_000);
    written = random(2, 200_000);
    scene.bucket().put("cached", cached);
    RunningTpmount mount = scene.mount("--vfs-write-back=1h", "--shutdown-timeout=0");
    assertThat(Files.readAllBytes(scene.inMount("cached"))).isEqualTo(cached);
    Files.write(scene.inMount("written"), written);
    assertThat(fsck()).isEqualTo(8);
    mount.signal("TERM");
    assertThat(mount.awaitExit()).as(mount.err()).isEqualTo(3);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private int fsck(String... flags) {
    return scene
        .run(
            Stream.concat(Stream.of("fsck", cache.toString()), Stream.of(flags))
                .toArray(String[]::new))
        .awaitExit();
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(cache)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("identity")))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Everything is uploaded and readable by the next mount. */
  private void mountAgain() throws IOException {
    RunningTpmount mount = scene.mount();
    assertThat(Files.readAllBytes(scene.inMount("cached"))).isEqualTo(cached);
    assertThat(Files.readAllBytes(scene.inMount("written"))).isEqualTo(written);
    mount.signal("TERM");
    assertThat(mount.awaitExit()).as(mount.err()).isZero();
    assertThat(scene.bucket().bytes("written")).isEqualTo(written);
  }

  @Test
  void fsck_cleanCache_saysSoByNameToo() throws IOException {
    assertThat(fsck()).isZero();
    RunningTpmount byName = scene.run("fsck", scene.bucket().bucket(), "--cache-dir=" + cache);
    assertThat(byName.awaitExit()).as(byName.err()).isZero();
    assertThat(byName.out()).contains("1 files cached, 1 waiting for their upload, clean");
  }

  @Test
  void fsck_unknownFileAndDamagedIndex_areRepairedWithoutLosingWhatWasWritten() throws IOException {
    Path unknown = folder().resolve("data/00/0000000000000100");
    Files.createDirectories(unknown.getParent());
    Files.write(unknown, new byte[10]);
    try (FileChannel index =
        FileChannel.open(folder().resolve("index.db"), StandardOpenOption.WRITE)) {
      index.write(ByteBuffer.wrap(random(3, 2000)), 4000);
    }
    assertThat(fsck()).isEqualTo(4);
    assertThat(fsck("--repair")).isEqualTo(1);
    assertThat(fsck()).isZero();
    mountAgain();
  }

  @Test
  void fsck_noCache_isNotChecked() {
    assertThat(scene.run("fsck", "no-such-bucket", "--cache-dir=" + cache).awaitExit())
        .isEqualTo(8);
  }
}
