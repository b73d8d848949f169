package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs that speak with a running mount. */
final class ControlIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private CountedScene counted;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    scene = counted.scene();
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  /** Runs a verb that has to succeed, and returns what it said. */
  private String say(String... arguments) {
    RunningTpmount verb = scene.run(arguments);
    assertThat(verb.awaitExit()).as(verb.err()).isZero();
    return verb.out();
  }

  private String mountPoint() {
    return scene.mountPoint().toString();
  }

  @Test
  void status_watchAndJson_showTheMountUntilItEnds() {
    RunningTpmount mount = scene.mount();
    RunningTpmount watch = scene.run("status", mountPoint(), "--watch");

    await().atMost(PATIENCE).until(() -> watch.out().contains("of reads found"));
    JsonObject status =
        JsonParser.parseString(say("status", mountPoint(), "--json")).getAsJsonObject();
    assertThat(status.get("state").getAsString()).isEqualTo("MOUNTED");
    assertThat(status.get("pid").getAsLong()).isEqualTo(mount.pid());
    assertThat(status.getAsJsonObject("figures").has("requests")).isTrue();
    say("unmount", mountPoint());

    assertThat(watch.awaitExit()).isZero();
    assertThat(watch.out()).contains("the mount has ended");
  }

  @Test
  void stats_afterARead_countsItsBytes() {
    scene.bucket().put("file", new byte[5000]);
    scene.mount();
    Shell.output("cat", scene.inMount("file").toString());

    Map<String, Long> stats =
        say("stats", mountPoint())
            .lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> Long.valueOf(parts[1])));

    assertThat(stats).containsEntry("read_bytes", 5000L);
    assertThat(stats.get("requests")).isPositive();
  }

  @Test
  void list_showsThisMount() {
    RunningTpmount mount = scene.mount();

    assertThat(say("list")).contains(mountPoint()).contains("process " + mount.pid());
    assertThat(say("list", "--json")).contains("\"pid\":" + mount.pid());
  }

  @Test
  void flush_pendingFile_returnsWhenTheStoreHasIt() throws IOException {
    scene.mount("--vfs-write-back=1h");
    Files.createDirectory(scene.inMount("dir"));
    Files.writeString(scene.inMount("dir/file"), "content");

    say("flush", mountPoint());

    assertThat(scene.bucket().bytes("dir/file")).isEqualTo("content".getBytes(UTF_8));
    assertThat(say("status", mountPoint())).contains("everything is uploaded");
  }

  @Test
  void flush_onePath_uploadsItAndLeavesTheRest() throws IOException {
    scene.mount("--vfs-write-back=1h");
    Files.writeString(scene.inMount("now"), "1");
    Files.writeString(scene.inMount("later"), "2");

    say("flush", scene.inMount("now").toString());

    assertThat(scene.bucket().exists("now")).isTrue();
    assertThat(scene.bucket().exists("later")).isFalse();
    assertThat(say("status", mountPoint(), "--json")).contains("\"path\":\"later\"");
  }

  @Test
  void warm_directoryWithFilter_readsOfItCostNoRequest() {
    for (int i = 0; i < 5; i++) {
      scene.bucket().put("set/f" + i + ".bin", new byte[300_000]);
    }
    scene.bucket().put("set/notes.txt", new byte[10]);
    scene.mount();

    say("warm", scene.inMount("set").toString(), "--include=**.bin", "--exclude=f4*");
    counted.proxy().reset();
    for (int i = 0; i < 4; i++) {
      Shell.output("cat", scene.inMount("set/f" + i + ".bin").toString());
    }

    assertThat(counted.proxy().count(Kind.GET)).isZero();
    Shell.output("cat", scene.inMount("set/f4.bin").toString());
    assertThat(counted.proxy().count(Kind.GET)).isPositive();
    RunningTpmount absent = scene.run("warm", scene.inMount("absent").toString());
    assertThat(absent.awaitExit()).isEqualTo(1);
    assertThat(absent.err()).contains("absent");
  }

  @Test
  void refreshAndForget_namesThatOthersMade_showAtOnce() {
    scene.bucket().put("dir/old", new byte[1]);
    scene.mount("--attr-timeout=0", "--negative-timeout=0");
    Path directory = scene.inMount("dir");
    assertThat(Shell.output("ls", directory.toString())).isEqualTo("old\n");

    scene.bucket().put("dir/new", new byte[1]);
    say("refresh", directory.toString());
    assertThat(Shell.output("ls", directory.toString())).isEqualTo("new\nold\n");

    scene.bucket().put("dir/newer", new byte[1]);
    say("forget", directory.toString());
    assertThat(Shell.output("ls", directory.toString())).isEqualTo("new\nnewer\nold\n");
  }

  @Test
  void refresh_pathThatIsNotThere_isRefusedByName() {
    scene.mount();

    RunningTpmount verb = scene.run("refresh", scene.inMount("absent").toString());

    assertThat(verb.awaitExit()).isEqualTo(1);
    assertThat(verb.err()).contains("absent");
  }

  @Test
  void verbs_whereNothingIsMounted_sayWhere() {
    for (String verb : new String[] {"flush", "status"}) {
      RunningTpmount run = scene.run(verb, mountPoint());
      assertThat(run.awaitExit()).as(verb).isEqualTo(1);
      assertThat(run.err()).contains("no tpmount of this user serves " + mountPoint());
    }
  }

  @Test
  void logLevel_debug_showsRequestsFromThenOn() throws IOException {
    Path log = scene.home().resolve("log");
    scene.bucket().put("file", new byte[1]);
    scene.mount("--log-file=" + log, "--log-level=ERROR");

    say("log-level", mountPoint(), "debug");
    Shell.output("cat", scene.inMount("file").toString());

    await().atMost(PATIENCE).until(() -> Files.readString(log).contains("GetObject"));
    RunningTpmount wrong = scene.run("log-level", mountPoint(), "loud");
    assertThat(wrong.awaitExit()).isEqualTo(2);
    assertThat(wrong.err()).contains("loud");
  }

  @Test
  void log_keyWithLineBreakAndEscape_staysOnOneLineAndShowsNoEscape() throws IOException {
    Path log = scene.home().resolve("log");
    String name = "a\n2026/01/01 00:00:00 ERROR : forged\u001b[31m\u202e";
    scene.bucket().put(name, new byte[10]);
    scene.mount("--log-file=" + log, "--log-level=DEBUG");
    counted.proxy().fault(Kind.GET, Fault.answer(CannedAnswer.error(403, "AccessDenied")));

    assertThat(Shell.run("cat", scene.inMount(name).toString()).exitCode()).isNotZero();

    await().atMost(PATIENCE).until(() -> Files.readString(log).contains("forged"));
    assertThat(Files.readString(log))
        .contains("\\u000a2026")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
    assertThat(Files.readAllLines(log)).noneMatch(line -> line.startsWith("2026/01/01 00:00:00"));
  }
}
