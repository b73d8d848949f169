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
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that fails in the middle of things: in the end it has all, and nothing else. */
final class UploadFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double SHARE = 0.3;
  private static final Set<Kind> CHANGES =
      EnumSet.of(
          Kind.PUT,
          Kind.UPLOAD_PART,
          Kind.COMPLETE_UPLOAD,
          Kind.COPY,
          Kind.DELETE,
          Kind.DELETE_MANY);
  private static final Set<Kind> WITH_LATE_ERRORS = EnumSet.of(Kind.COMPLETE_UPLOAD, Kind.COPY);
  private static final String[] FLAGS = {
    "--vfs-write-back=100ms", "--s3-chunk-size=5M", "--s3-upload-cutoff=5M"
  };

  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;
  private Path files;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
    files = Files.createDirectory(scene.home().resolve("files"));
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("500", error(500, "InternalError"), CHANGES),
        Arguments.of("503", error(503, "ServiceUnavailable"), CHANGES),
        Arguments.of("429", error(429, "TooManyRequests"), CHANGES),
        Arguments.of("reset", new Fault.ResetAfter(0), CHANGES),
        Arguments.of("answer lost", new Fault.LoseAnswer(), CHANGES),
        Arguments.of("error under 200", error(200, "InternalError"), WITH_LATE_ERRORS));
  }

  @Tag("all")
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void eachFault_atThirtyPercent_leavesAllObjectsRight(String name, Fault fault, Set<Kind> kinds)
      throws IOException {
    RunningTpmount mount = scene.mount(FLAGS);
    proxy.faultShare(request -> kinds.contains(request.kind()), SHARE, fault);
    changeAllSorts();
    scene.unmount(mount);
    proxy.heal();
    assertAllSorts();
  }

  @Test
  void mixedFaults_atThirtyPercent_leaveAllObjectsRight() throws IOException {
    RunningTpmount mount = scene.mount(FLAGS);
    // The first rule that has its chance decides: a fifth of them each.
    faults()
        .forEach(
            each -> {
              Object[] fault = each.get();
              @SuppressWarnings("unchecked")
              Set<Kind> kinds = (Set<Kind>) fault[2];
              Predicate<S3Request> when = request -> kinds.contains(request.kind());
              proxy.faultShare(when, SHARE / 5, (Fault) fault[1]);
            });
    changeAllSorts();
    scene.unmount(mount);
    proxy.heal();
    assertAllSorts();
  }

  @Test
  void storeDown_whileFiftyFilesAreWritten_getsThemAllWhenItHeals() throws IOException {
    storeDown(50);
  }

  @Tag("all")
  @Test
  void storeDown_whileFiveHundredFilesAreWritten_getsThemAllWhenItHeals() throws IOException {
    storeDown(500);
  }

  private void storeDown(int count) throws IOException {
    RunningTpmount mount = scene.mount(FLAGS);
    Shell.output("ls", scene.mountPoint().toString());
    proxy.fault(request -> true, error(503, "ServiceUnavailable"));
    for (int i = 0; i < count; i++) {
      make("f" + i, i == 7 ? 11 << 20 : 1000 + i, i);
    }
    // Every write and every close has to succeed while nothing answers.
    Shell.output("cp", "-r", files + "/.", scene.mountPoint().toString());
    await().atMost(PATIENCE).until(() -> proxy.count(Kind.PUT) > 0);
    proxy.heal();
    scene.unmount(mount);

    for (int i = 0; i < count; i++) {
      assertObject("f" + i, "f" + i);
    }
    assertThat(scene.bucket().keys("")).hasSize(count);
    assertThat(scene.bucket().unfinishedUploads()).isEmpty();
  }

  /** Small and large files, new, overwritten, renamed, removed. */
  private void changeAllSorts() throws IOException {
    make("large", (16 << 20) + 5, 1);
    for (int i = 0; i < 12; i++) {
      make("small" + i, 2000 + i, 10 + i);
    }
    make("newer", 3000, 99);
    Shell.output("cp", "-r", files + "/.", scene.mountPoint().toString());
    await().atMost(PATIENCE).until(() -> scene.bucket().exists("small0"));
    for (int i = 0; i < 4; i++) {
      Shell.output("cp", files.resolve("newer").toString(), in("small" + i));
      Shell.output("mv", in("small" + (4 + i)), in("moved" + i));
      Shell.output("rm", in("small" + (8 + i)));
    }
    Shell.output("mv", in("large"), in("larger"));
  }

  private void assertAllSorts() throws IOException {
    for (int i = 0; i < 4; i++) {
      assertObject("small" + i, "newer");
      assertObject("moved" + i, "small" + (4 + i));
    }
    assertObject("larger", "large");
    assertThat(scene.bucket().keys("")).hasSize(10);
    assertThat(scene.bucket().unfinishedUploads()).isEmpty();
  }

  private void make(String name, int size, int seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.write(files.resolve(name), bytes);
  }

  private void assertObject(String key, String file) throws IOException {
    assertThat(scene.bucket().sha256(key))
        .as(key)
        .isEqualTo(FileDigest.sha256(files.resolve(file)));
  }

  private String in(String name) {
    return scene.inMount(name).toString();
  }

  private static Fault error(int status, String code) {
    return Fault.answer(CannedAnswer.error(status, code));
  }
}
