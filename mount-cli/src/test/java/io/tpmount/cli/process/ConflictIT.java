package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An object that others replace between its open here and its upload. */
final class ConflictIT {
  private static final byte[] OURS = "ours".getBytes(UTF_8);
  private static final byte[] THEIRS = "what others wrote".getBytes(UTF_8);

  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
    scene.bucket().put("f", "before".getBytes(UTF_8));
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  @Test
  void replacedByOthers_theLaterWriterWinsAndItIsLogged() {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h");
    writeOurs();
    scene.bucket().put("f", THEIRS);
    scene.unmount(mount);

    assertThat(scene.bucket().bytes("f")).isEqualTo(OURS);
    assertThat(scene.bucket().keys("")).containsExactly("f");
    assertThat(mount.err()).contains("f was changed by others");
  }

  @Test
  void replacedByOthers_keepingBoth_theirsHasANameOfItsOwn() {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h", "--on-conflict=keep-both");
    writeOurs();
    scene.bucket().put("f", THEIRS);
    scene.unmount(mount);

    assertThat(scene.bucket().bytes("f")).isEqualTo(OURS);
    List<String> keys = scene.bucket().keys("");
    assertThat(keys).hasSize(2);
    assertThat(keys.getLast()).startsWith("f.conflict-");
    assertThat(scene.bucket().bytes(keys.getLast())).isEqualTo(THEIRS);
  }

  @Test
  void uploadWhoseAnswerIsLost_isNoConflictWithItself() {
    RunningTpmount mount = scene.mount("--vfs-write-back=1h", "--on-conflict=keep-both");
    writeOurs();
    proxy.fault(Kind.PUT, 1, new Fault.LoseAnswer());
    scene.unmount(mount);

    assertThat(scene.bucket().bytes("f")).isEqualTo(OURS);
    assertThat(scene.bucket().keys("")).containsExactly("f");
    assertThat(mount.err()).doesNotContain("by others");
  }

  private void writeOurs() {
    Shell.output("sh", "-c", "printf ours > \"$1\"", "sh", scene.inMount("f").toString());
  }
}
