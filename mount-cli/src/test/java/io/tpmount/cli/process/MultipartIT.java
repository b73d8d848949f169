package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.FileDigest;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Multipart uploads that are interrupted, go on, and leave nothing behind. */
final class MultipartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTS = 8;
  private static final int SIZE = PARTS * (5 << 20) - 1000;
  private static final String[] FLAGS = {
    "--vfs-write-back=100ms",
    "--s3-chunk-size=5M",
    "--s3-upload-cutoff=5M",
    "--s3-upload-concurrency=2"
  };

  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;
  private Path local;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
    byte[] bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    local = Files.write(scene.home().resolve("local"), bytes);
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  @Test
  void killedInMidUpload_goesOnWithTheMissingParts() throws IOException {
    RunningTpmount first = scene.mount(FLAGS);
    proxy.fault(partFrom(4), unavailable());
    copy("big");
    // With two at a time, both of these begin only when the three before have ended.
    awaitParts(Set.of(4, 5));
    scene.kill(first);
    proxy.heal();
    proxy.reset();

    RunningTpmount second = scene.mount(FLAGS);

    awaitObject("big");
    assertThat(partsSent()).containsExactlyInAnyOrder(4, 5, 6, 7, 8);
    assertThat(proxy.count(Kind.UPLOAD_PART)).isEqualTo(PARTS - 3);
    assertThat(proxy.count(Kind.CREATE_UPLOAD)).isZero();
    assertThat(proxy.count(Kind.HEAD)).isZero();
    assertThat(scene.bucket().unfinishedUploads()).isEmpty();
    scene.unmount(second);
  }

  @Test
  void killedBeforeItHearsOfItsCompletion_sendsNothingAgain() throws IOException {
    RunningTpmount first = scene.mount(FLAGS);
    proxy.fault(Kind.COMPLETE_UPLOAD, 1, new Fault.LoseAnswer());
    proxy.fault(Kind.HEAD, unavailable());
    copy("big");
    await().atMost(PATIENCE).until(() -> scene.bucket().exists("big"));
    await().atMost(PATIENCE).until(() -> proxy.count(Kind.HEAD) > 0);
    scene.kill(first);
    proxy.heal();
    proxy.reset();

    RunningTpmount second = scene.mount(FLAGS);

    await().atMost(PATIENCE).until(() -> proxy.count(Kind.HEAD) > 0);
    scene.unmount(second);
    awaitObject("big");
    assertThat(proxy.count(Kind.UPLOAD_PART)).isZero();
    assertThat(proxy.count(Kind.COMPLETE_UPLOAD)).isZero();
  }

  @Test
  void completion_whoseAnswerIsLost_isLookedForAndNotRepeated() throws IOException {
    RunningTpmount mount = scene.mount(FLAGS);
    proxy.fault(Kind.COMPLETE_UPLOAD, 1, new Fault.LoseAnswer());
    copy("big");
    scene.unmount(mount);

    awaitObject("big");
    assertThat(proxy.count(Kind.COMPLETE_UPLOAD)).isEqualTo(1);
    assertThat(proxy.count(Kind.HEAD)).isEqualTo(1);
    assertThat(scene.bucket().unfinishedUploads()).isEmpty();
  }

  @Test
  void overwrittenOrRemovedInMidUpload_leavesNoUpload() throws IOException {
    RunningTpmount mount = scene.mount(FLAGS);
    proxy.fault(partFrom(2), unavailable());
    copy("changed");
    copy("removed");
    await().atMost(PATIENCE).until(() -> scene.bucket().unfinishedUploads().size() == 2);
    Path small = Files.write(scene.home().resolve("small"), new byte[] {1, 2, 3});

    Shell.output("cp", small.toString(), scene.inMount("changed").toString());
    Shell.output("rm", scene.inMount("removed").toString());

    await().atMost(PATIENCE).until(() -> scene.bucket().unfinishedUploads().isEmpty());
    scene.unmount(mount);
    assertThat(scene.bucket().bytes("changed")).containsExactly(1, 2, 3);
    assertThat(scene.bucket().exists("removed")).isFalse();
  }

  private void copy(String name) {
    Shell.output("cp", local.toString(), scene.inMount(name).toString());
  }

  private static Fault unavailable() {
    return Fault.answer(CannedAnswer.error(503, "ServiceUnavailable"));
  }

  private static Predicate<S3Request> partFrom(int number) {
    return request -> request.kind() == Kind.UPLOAD_PART && numberOf(request) >= number;
  }

  private static int numberOf(S3Request part) {
    return Integer.parseInt(part.query().get("partNumber"));
  }

  private Set<Integer> partsSent() {
    return proxy.requests(Kind.UPLOAD_PART).stream()
        .map(MultipartIT::numberOf)
        .collect(Collectors.toSet());
  }

  private void awaitParts(Set<Integer> numbers) {
    await().atMost(PATIENCE).until(() -> partsSent().containsAll(numbers));
  }

  private void awaitObject(String key) throws IOException {
    await().atMost(PATIENCE).until(() -> scene.bucket().exists(key));
    assertThat(scene.bucket().sha256(key)).isEqualTo(FileDigest.sha256(local));
  }
}
