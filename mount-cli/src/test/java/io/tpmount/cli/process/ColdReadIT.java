package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.FileDigest;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One huge file, read from one end to the other. */
final class ColdReadIT {
  private static final long SIZE = 1L << 30;
  private static final long LIMIT_KIB = 1 << 20;

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
  void gibibyte_keepsEightGetsInFlightThenNone_withinMemory() throws IOException {
    Path original = randomFile();
    scene.bucket().put("huge", original);
    // No second requests for slow ones: each byte is counted.
    RunningTpmount mount = scene.mount("--read-hedge-percent=0");
    proxy.reset();
    // A network between, else each get ends before the next has begun.
    proxy.fault(Kind.GET, new Fault.Delay(Duration.ofMillis(100)));

    Path copy = scene.home().resolve("copy");
    String huge = scene.inMount("huge").toString();
    Shell.output("dd", "if=" + huge, "of=" + copy, "bs=1M", "status=none");

    assertThat(FileDigest.sha256(copy)).isEqualTo(FileDigest.sha256(original));
    // That there are no more streams is FetcherTest's: here, what was cancelled still waits.
    assertThat(proxy.mostAtOnce(Kind.GET)).isGreaterThanOrEqualTo(8);
    // The kernel's reads come out of order; what looked like turning away may be asked for again.
    assertThat(fetchedBytes()).isBetween(SIZE, SIZE + SIZE / 20);

    proxy.reset();
    Shell.output("dd", "if=" + huge, "of=/dev/null", "bs=1M", "iflag=direct", "status=none");
    assertThat(proxy.requests()).isEmpty();
    assertThat(peakResidentKib(mount.pid())).isLessThan(LIMIT_KIB);
  }

  private long fetchedBytes() {
    return proxy.requests(Kind.GET).stream()
        .mapToLong(request -> length(request.range().orElseThrow()))
        .sum();
  }

  /**
   * @param range as sent, {@code bytes=FIRST-LAST}
   */
  private static long length(String range) {
    String[] ends = range.replace("bytes=", "").split("-", 2);
    return Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
  }

  private Path randomFile() throws IOException {
    Path file = scene.home().resolve("original");
    byte[] block = new byte[1 << 20];
    Random random = new Random(20261123);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long at = 0; at < SIZE; at += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }

  private static long peakResidentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
