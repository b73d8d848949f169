package io.tpmount.mounted;

import static io.tpmount.mounted.ReadScene.KIB;
import static io.tpmount.mounted.ReadScene.MIB;
import static io.tpmount.mounted.ReadScene.content;
import static io.tpmount.mounted.ReadScene.read;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.s3.testing.CannedAnswer;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading through a mount: what it costs in requests, and that no wrong byte is ever shown. */
final class MountedReadIT {
  @TempDir Path scratch;

  private final ExecutorService readers = Executors.newCachedThreadPool();
  private ReadScene scene;

  @BeforeEach
  void prepare() {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse");
    scene = new ReadScene(scratch);
  }

  @AfterEach
  void cleanUp() throws Exception {
    readers.shutdownNow();
    if (scene != null) {
      scene.close();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private <T> Future<T> start(Callable<T> work) {
    return readers.submit(work);
  }

  @Test
  void randomReads_costABlockEach_andNothingOnceCached() throws Exception {
    byte[] content = content(1, 64 * MIB);
    scene.client().put("big", content);
    Path big = scene.mount().root().resolve("big");
    Files.size(big);
    List<Long> offsets =
        new Random(4).longs(200, 0, 16 * KIB).map(at -> at * 4 * KIB).boxed().toList();
    scene.proxy().reset();

    readAll(big, content, offsets);
    assertThat(scene.proxy().requests()).hasSizeLessThanOrEqualTo(240);
    assertThat(scene.askedBytes()).isLessThanOrEqualTo(offsets.size() * 128L * KIB);

    Path again = scene.remount().root().resolve("big");
    scene.proxy().reset();
    readAll(again, content, offsets);
    assertThat(scene.proxy().requests(Kind.GET)).isEmpty();
  }

  private static void readAll(Path file, byte[] content, List<Long> offsets) throws IOException {
    try (FileChannel big = open(file)) {
      for (long at : offsets) {
        assertThat(ByteBuffer.wrap(read(big, at, 4 * KIB)))
            .isEqualTo(ByteBuffer.wrap(content, (int) at, 4 * KIB));
      }
    }
  }

  @Test
  void eightProcesses_thatReadOneColdFile_shareTheFetches() throws Exception {
    int size = 48 * MIB;
    Files.write(scratch.resolve("original"), content(1, size));
    scene.client().put("shared", scratch.resolve("original"));
    Path shared = scene.mount().root().resolve("shared");
    scene.proxy().fault(Kind.GET, new Fault.Delay(Duration.ofMillis(20)));
    scene.proxy().reset();

    List<Process> programs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      programs.add(
          new ProcessBuilder("cmp", scratch.resolve("original").toString(), shared.toString())
              .start());
    }
    for (Process program : programs) {
      assertThat(program.waitFor(2, MINUTES)).isTrue();
      assertThat(program.exitValue()).isZero();
    }
    assertThat(scene.askedBytes()).isLessThanOrEqualTo(size + size / 20);
  }

  private void readColdFiles(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      scene.client().put("d/f%04d".formatted(i), content(i, 10 * KIB));
    }
    Path directory = scene.mount().root().resolve("d");
    scene.proxy().fault(Kind.GET, new Fault.Delay(Duration.ofMillis(5)));
    scene.proxy().reset();
    List<Future<Boolean>> threads = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      int first = thread;
      threads.add(start(() -> readEverySixteenth(directory, first, count)));
    }
    for (Future<Boolean> thread : threads) {
      assertThat(thread.get(5, MINUTES)).isTrue();
    }
    assertThat(scene.proxy().count(Kind.GET)).isEqualTo(count);
    assertThat(scene.proxy().count(Kind.HEAD)).isZero();
    assertThat(scene.proxy().count(Kind.LIST)).isLessThanOrEqualTo(4 + count / 1000);
  }

  private static boolean readEverySixteenth(Path directory, int first, int count)
      throws IOException {
    for (int i = first; i < count; i += 16) {
      byte[] bytes = Files.readAllBytes(directory.resolve("f%04d".formatted(i)));
      assertThat(bytes).isEqualTo(content(i, 10 * KIB));
    }
    return true;
  }

  @Test
  void coldSmallFiles_areOneGetEach() throws Exception {
    readColdFiles(320);
  }

  @Test
  @Tag("all")
  void threeThousandColdSmallFiles_areOneGetEach() throws Exception {
    readColdFiles(3000);
  }

  @Test
  void overwritten_whileOpen_isStaleThere_andNewAtTheNextOpen() throws Exception {
    byte[] old = content(1, 8 * MIB);
    byte[] changed = content(2, 8 * MIB);
    scene.client().put("f", old);
    InProcessMount mount = scene.mount();
    Path f = mount.root().resolve("f");
    try (FileChannel before = open(f)) {
      assertThat(read(before, 0, 4 * KIB)).isEqualTo(Arrays.copyOf(old, 4 * KIB));
      scene.client().put("f", changed);
      mount.vfs().forget("").get(1, MINUTES);
      try {
        byte[] late = read(before, 7 * MIB, 4 * KIB);
        assertThat(late).isEqualTo(Arrays.copyOfRange(old, 7 * MIB, 7 * MIB + 4 * KIB));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Stale");
      }
      assertThat(Files.readAllBytes(f)).isEqualTo(changed);
    }
    assertThat(Files.readAllBytes(f)).isEqualTo(changed);
  }

  @Test
  void overwritten_beforeItWasEverOpened_isFoundAtOpen() throws Exception {
    byte[] changed = content(2, 700 * KIB);
    scene.client().put("f", content(1, 700 * KIB));
    Path f = scene.mount().root().resolve("f");
    Files.size(f);
    scene.client().put("f", changed);
    // What was listed a moment ago is believed.
    await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
    assertThat(Files.readAllBytes(f)).isEqualTo(changed);
  }

  @Test
  void overwritten_betweenTwoMounts_isReadAnew() throws Exception {
    byte[] old = content(1, 3 * MIB);
    byte[] changed = content(2, 3 * MIB);
    scene.client().put("f", old);
    assertThat(Files.readAllBytes(scene.mount().root().resolve("f"))).isEqualTo(old);
    assertThat(Files.readAllBytes(scene.remount().root().resolve("f"))).isEqualTo(old);
    scene.client().put("f", changed);
    assertThat(Files.readAllBytes(scene.remount().root().resolve("f"))).isEqualTo(changed);
  }

  @Test
  void write_whileItsBytesAreOnTheirWay_isNotUndone() throws Exception {
    byte[] content = content(1, 4 * MIB);
    scene.client().put("f", content);
    InProcessMount mount = scene.mount();
    Path f = mount.root().resolve("f");
    CountDownLatch arrives = new CountDownLatch(1);
    // What is fetched ahead: pages that a program waits for are locked by the kernel.
    scene
        .proxy()
        .fault(
            request ->
                Kind.GET.test(request) && !request.range().orElseThrow().startsWith("bytes=0-"),
            new Fault.Stall(1000, arrives));
    byte[] written = content(9, 60 * KIB);
    try (FileChannel reader = open(f)) {
      read(reader, 0, 4 * KIB);
      await().atMost(Duration.ofMinutes(1)).until(() -> scene.proxy().count(Kind.GET) > 2);
      try (FileChannel writer = FileChannel.open(f, StandardOpenOption.WRITE)) {
        writer.write(ByteBuffer.wrap(written), 400 * KIB);
      }
      scene.proxy().heal();
      arrives.countDown();
      assertThat(read(reader, 0, MIB)).hasSize(MIB);
    }

    System.arraycopy(written, 0, content, 400 * KIB, written.length);
    assertThat(Files.readAllBytes(f)).isEqualTo(content);
    mount.drain();
    assertThat(scene.client().bytes("f")).isEqualTo(content);
  }

  @Test
  void outage_isWaitedOut() throws Exception {
    byte[] content = content(1, 2 * MIB);
    scene.client().put("f", content);
    Path f = scene.mount().root().resolve("f");
    Files.size(f);
    scene.proxy().fault(Kind.GET, Fault.answer(CannedAnswer.error(503, "SlowDown")));
    Future<byte[]> reader = start(() -> Files.readAllBytes(f));
    await().atMost(Duration.ofMinutes(1)).until(() -> scene.proxy().count(Kind.GET) > 2);
    scene.proxy().heal();
    assertThat(reader.get(2, MINUTES)).isEqualTo(content);
  }

  @Test
  void forbidden_isAnErrorAtOnce_andHeals() throws Exception {
    byte[] content = content(1, 2 * MIB);
    scene.client().put("f", content);
    Path f = scene.mount().root().resolve("f");
    Files.size(f);
    scene.proxy().fault(Kind.GET, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    assertThatThrownBy(() -> Files.readAllBytes(f))
        .isInstanceOf(IOException.class)
        .satisfies(
            e ->
                assertThat(
                        e instanceof AccessDeniedException
                            || e.getMessage().contains("Permission denied"))
                    .isTrue());
    scene.proxy().heal();
    assertThat(Files.readAllBytes(f)).isEqualTo(content);
  }

  @Test
  void removed_isStale_andTheNameIsGone() throws Exception {
    scene.client().put("f", content(1, 2 * MIB));
    Path f = scene.mount().root().resolve("f");
    try (FileChannel open = open(f)) {
      scene.client().delete("f");
      assertThatThrownBy(() -> read(open, MIB, 4 * KIB)).hasMessageContaining("Stale");
    }
    assertThat(f).doesNotExist();
  }

  @Test
  void wrongAnswers_areNeverTakenForBytes() throws Exception {
    byte[] content = content(1, 2 * MIB);
    byte[] other = content(2, 20 * KIB);
    scene.client().put("f", content);
    scene.client().put("other", other);
    Path root = scene.mount().root();
    Files.size(root.resolve("f"));
    List<Fault> lies =
        List.of(
            Fault.answer(CannedAnswer.html()),
            Fault.withoutContentRange(),
            new Fault.Shorten(10),
            new Fault.Lengthen(10),
            new Fault.EditHead(head -> head.without("ETag")));
    for (Fault lie : lies) {
      scene.proxy().heal();
      scene.proxy().fault(request -> Kind.GET.test(request) && request.key().equals("f"), 3, lie);
      try {
        assertThat(Files.readAllBytes(root.resolve("f"))).as("%s", lie).isEqualTo(content);
      } catch (IOException e) {
        assertThat(e).as("%s", lie).hasMessageContaining("Input/output error");
      }
      assertThat(Files.readAllBytes(root.resolve("other"))).isEqualTo(other);
    }
    scene.proxy().heal();
    assertThat(Files.readAllBytes(root.resolve("f"))).isEqualTo(content);
  }

  @Test
  void interrupt_endsAReaderThatWaits() throws Exception {
    scene.client().put("f", content(1, 2 * MIB));
    Path f = scene.mount().root().resolve("f");
    Files.size(f);
    CountDownLatch arrives = new CountDownLatch(1);
    scene.proxy().fault(Kind.GET, new Fault.Stall(0, arrives));
    Process cat =
        new ProcessBuilder("env", "--default-signal=INT", "cat", f.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofMinutes(1)).until(() -> scene.proxy().count(Kind.GET) > 0);
    new ProcessBuilder("kill", "-INT", Long.toString(cat.pid())).start().waitFor();
    // The store never answers: only the signal can have ended it.
    assertThat(cat.waitFor(2, MINUTES)).isTrue();
    assertThat(cat.exitValue()).isEqualTo(128 + 2);
    scene.proxy().heal();
    arrives.countDown();
  }
}
