package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs hear of uploads: when they wait for them, and when the store refuses them. */
final class RefusedUploadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
  void fsyncAndCloseUntilUploaded_answerWhenTheStoreHasIt_orWithItsError() {
    scene.mount("--fsync=upload", "--close=upload", "--vfs-write-back=1h", "--transfers=1");

    write("closed", "text");
    assertThat(scene.bucket().bytes("closed")).isEqualTo("text".getBytes(UTF_8));
    Shell.output(
        "dd",
        "if=/dev/zero",
        "of=" + scene.inMount("synced"),
        "bs=1k",
        "count=3",
        "conv=fsync",
        "status=none");
    assertThat(scene.bucket().bytes("synced")).isEqualTo(new byte[3072]);

    proxy.fault(Kind.PUT, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    assertThat(tryWrite("denied").output()).contains("Permission denied");
    proxy.heal();
    Shell.output("sync", scene.inMount("denied").toString());
    assertThat(scene.bucket().exists("denied")).isTrue();

    proxy.fault(Kind.PUT, Fault.answer(CannedAnswer.error(405, "MethodNotAllowed")));
    assertThat(tryWrite("refused").output()).contains("Input/output error");
    proxy.heal();
    Shell.output("sync", scene.inMount("refused").toString());
    write("refused", "accepted again");
    assertThat(scene.bucket().bytes("refused")).isEqualTo("accepted again".getBytes(UTF_8));
  }

  @Test
  void refusedUpload_isToldOnceAndKeepsTheBytes() {
    RunningTpmount mount = scene.mount("--vfs-write-back=100ms", "--shutdown-timeout=0");
    proxy.fault(Kind.PUT, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    write("f", "kept");
    await().atMost(PATIENCE).until(() -> mount.err().contains("Upload of f failed"));
    String file = scene.inMount("f").toString();

    Shell.Result told = Shell.run("sync", file);
    assertThat(told.output()).contains("Permission denied");
    Shell.output("sync", file);
    assertThat(Shell.run("rm", file).output()).contains("Permission denied");
    assertThat(Shell.run("mv", file, file + "2").output()).contains("Permission denied");
    assertThat(tryWrite("f").output()).contains("Permission denied");
    assertThat(Shell.output("cat", file)).isEqualTo("kept");

    scene.kill(mount);
    proxy.heal();
    RunningTpmount next = scene.mount("--vfs-write-back=100ms");
    scene.unmount(next);
    assertThat(scene.bucket().bytes("f")).isEqualTo("kept".getBytes(UTF_8));
  }

  private void write(String name, String text) {
    Shell.output("sh", "-c", "printf '%s' \"$1\" > \"$2\"", "sh", text, path(name));
  }

  /** As programs do that look at what close says: the shell's own redirection does not. */
  private Shell.Result tryWrite(String name) {
    Shell.Result result = Shell.run("dd", "if=/etc/hostname", "of=" + path(name), "status=none");
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    return result;
  }

  private String path(String name) {
    return scene.inMount(name).toString();
  }
}
