package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.FileDigest;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of which the store has a part already. */
final class PartialUploadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PART = 5 << 20;

  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  @Test
  void logThatStaysOpen_isUploadedOnTheWay_andItsHeadIsCopied() throws Exception {
    RunningTpmount mount =
        scene.mount("--vfs-write-snapshot=300ms", "--s3-chunk-size=5M", "--s3-upload-cutoff=5M");
    byte[] bytes = new byte[3 * PART];
    new Random(3).nextBytes(bytes);
    Path local = Files.write(scene.home().resolve("local"), bytes);
    String log = scene.inMount("log").toString();
    String writer = "exec >> \"$1\"; cat \"$2\"; while :; do echo line; sleep 0.01; done";
    Process open = new ProcessBuilder("sh", "-c", writer, "sh", log, local.toString()).start();
    try {
      await().atMost(PATIENCE).until(() -> proxy.count(Kind.COMPLETE_UPLOAD) >= 3);
      assertThat(Arrays.copyOf(scene.bucket().bytes("log"), bytes.length)).isEqualTo(bytes);
    } finally {
      open.destroyForcibly().waitFor();
    }
    assertThat(proxy.count(Kind.COPY_PART)).isPositive();

    scene.unmount(mount);
    byte[] all = scene.bucket().bytes("log");
    assertThat(Arrays.copyOf(all, bytes.length)).isEqualTo(bytes);
    assertThat(new String(all, bytes.length, all.length - bytes.length, US_ASCII).lines())
        .isNotEmpty()
        .allMatch("line"::equals);
    assertThat(scene.bucket().unfinishedUploads()).isEmpty();
  }

  @Test
  void smallChangeOfALargeObject_copiesTheOtherPartsInTheStore() throws IOException {
    byte[] bytes = new byte[8 * PART];
    new Random(4).nextBytes(bytes);
    Path local = Files.write(scene.home().resolve("local"), bytes);
    scene.bucket().put("big", local);
    RunningTpmount mount = scene.mount("--s3-chunk-size=5M", "--s3-upload-cutoff=5M");
    change(scene.inMount("big"));
    change(local);
    scene.unmount(mount);

    assertThat(scene.bucket().sha256("big")).isEqualTo(FileDigest.sha256(local));
    assertThat(proxy.count(Kind.COPY_PART)).isEqualTo(7);
    assertThat(proxy.count(Kind.UPLOAD_PART)).isEqualTo(1);
  }

  private static void change(Path file) {
    String seek = "seek=" + (PART + 1000);
    Shell.output(
        "dd", "if=/dev/zero", "of=" + file, "bs=1", "count=9", seek, "conv=notrunc", "status=none");
  }
}
