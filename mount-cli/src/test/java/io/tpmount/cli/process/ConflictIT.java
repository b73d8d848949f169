package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.Quirk;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that others replace between its open here and its upload. */
final class ConflictIT {
  private static final byte[] OURS = "ours".getBytes(UTF_8);
  private static final byte[] THEIRS = "what others wrote".getBytes(UTF_8);

  private static final Set<Kind> MAKING = EnumSet.of(Kind.PUT, Kind.COMPLETE_UPLOAD);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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

  @Test
  void answerIsLostAndFileChangesThen_isNoConflictWithTheVersionBefore() {
    RunningTpmount mount = scene.mount("--vfs-write-back=100ms", "--on-conflict=keep-both");
    AtomicBoolean isMade = new AtomicBoolean();
    // The first is made, all others fail until the file has changed.
    proxy.fault(Kind.PUT, 1, new Fault.LoseAnswer());
    proxy.fault(
        request -> Kind.PUT.test(request) && !isMade.get(),
        Fault.answer(CannedAnswer.error(500, "InternalError")));
    Shell.output("sh", "-c", "printf 'ours first' > \"$1\"", "sh", scene.inMount("f").toString());
    await().atMost(PATIENCE).until(() -> proxy.count(Kind.PUT) > 1);
    writeOurs();
    isMade.set(true);
    scene.unmount(mount);

    assertThat(scene.bucket().bytes("f")).isEqualTo(OURS);
    assertThat(scene.bucket().keys("")).containsExactly("f");
    assertThat(mount.err()).doesNotContain("by others");
  }

  @Test
  void storeThatRefusesEveryIfMatch_isNoConflict() throws IOException {
    proxy.behaveAs(EnumSet.of(Quirk.IF_MATCH_ALWAYS_FAILS));
    assertOursWithoutConflict();
  }

  @Test
  void storeThatListsOtherETagsThanItServes_isNoConflict() throws IOException {
    proxy.behaveAs(EnumSet.of(Quirk.OPAQUE_ETAGS, Quirk.FOREIGN_LISTING_ETAGS));
    assertOursWithoutConflict();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 501})
  void storeThatKnowsNoConditionOfAnUpload_isAskedWithout(int status) throws IOException {
    proxy.fault(
        request -> MAKING.contains(request.kind()) && request.head().has("If-Match"),
        Fault.answer(CannedAnswer.error(status, "NotImplemented")));
    assertOursWithoutConflict();
  }

  /** A small object and one of parts, both overwritten twice. */
  private void assertOursWithoutConflict() throws IOException {
    scene.bucket().put("big", "before".getBytes(UTF_8));
    RunningTpmount mount =
        scene.mount(
            "--close=upload",
            "--on-conflict=keep-both",
            "--s3-chunk-size=5M",
            "--s3-upload-cutoff=5M");
    byte[] big = new byte[6 << 20];
    for (byte round = 1; round <= 2; round++) {
      writeOurs();
      Arrays.fill(big, round);
      Files.write(scene.inMount("big"), big);
    }
    scene.unmount(mount);

    assertThat(scene.bucket().bytes("f")).isEqualTo(OURS);
    assertThat(scene.bucket().bytes("big")).isEqualTo(big);
    assertThat(scene.bucket().keys("")).containsExactly("big", "f");
    assertThat(mount.err()).doesNotContain("by others");
  }

  private void writeOurs() {
    Shell.output("sh", "-c", "printf ours > \"$1\"", "sh", scene.inMount("f").toString());
  }
}
