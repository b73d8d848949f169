package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.FileDigest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects larger than what the cache may hold, or its disk can. */
final class SmallCacheIT {
  private static final long MIB = 1 << 20;

  /** Index, sidecars, SQLite's library, and pieces in the moment of their change. */
  private static final long BESIDES = 32 * MIB;

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

  /** Watches how much a directory takes until closed. */
  private static final class Watch implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong most = new AtomicLong();
    private final Thread thread;

    Watch(Path directory) {
      thread = Thread.ofPlatform().start(() -> look(directory));
    }

    private void look(Path directory) {
      while (!stop.get()) {
        String taken = Shell.run("du", "-s", "-B1", directory.toString()).output();
        String bytes = taken.replaceAll("(?s)^.*?(\\d+)\\s+/\\S+\\s*$", "$1");
        most.accumulateAndGet(Long.parseLong(bytes), Math::max);
      }
    }

    @Override
    public void close() {
      stop.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void limitBelowTheObject_holdsAtAllTimes() throws IOException {
    readAndWrite(16, 128, 32);
  }

  @Tag("all")
  @Test
  void limitBelowAGibibyte_holdsAtAllTimes() throws IOException {
    readAndWrite(64, 1024, 512);
  }

  private void readAndWrite(long limit, long object, long written) throws IOException {
    Path original = random("original", object * MIB);
    Path source = random("source", written * MIB);
    scene.bucket().put("large", original);
    scene.mount(
        "--vfs-cache-max-size=" + limit + "M",
        "--vfs-cache-poll-interval=0",
        "--vfs-write-back=0s");
    Path cache = scene.home().resolve("cache");
    Watch watch = new Watch(cache);
    try (watch) {
      assertThat(FileDigest.sha256(scene.inMount("large"))).isEqualTo(FileDigest.sha256(original));
      Files.copy(source, scene.inMount("written"));
      assertThat(FileDigest.sha256(scene.inMount("large"))).isEqualTo(FileDigest.sha256(original));
      assertThat(FileDigest.sha256(scene.inMount("written"))).isEqualTo(FileDigest.sha256(source));
    }
    assertThat(watch.most.get()).isLessThan((limit + written) * MIB + BESIDES);
    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
    assertThat(scene.bucket().bytes("written")).isEqualTo(Files.readAllBytes(source));
  }

  @Test
  void diskSmallerThanTheObject_isReadAndMountedAgainWhenFull() throws IOException {
    Path original = random("original", 96 * MIB);
    scene.bucket().put("large", original);
    Path disk = Files.createDirectories(scene.home().resolve("cache"));
    Shell.output("mount", "-t", "tmpfs", "-o", "size=48M", "tpmount-test", disk.toString());
    try {
      RunningTpmount first = scene.mount();
      assertThat(FileDigest.sha256(scene.inMount("large"))).isEqualTo(FileDigest.sha256(original));
      first.signal("TERM");
      assertThat(first.awaitExit()).as(first.err()).isZero();
      fill(disk.resolve("others"));
      RunningTpmount second = scene.mount();
      assertThat(FileDigest.sha256(scene.inMount("large"))).isEqualTo(FileDigest.sha256(original));
      second.signal("TERM");
      assertThat(second.awaitExit()).as(second.err()).isZero();
    } finally {
      Shell.run("umount", "-l", disk.toString());
    }
  }

  @Test
  void diskSmallerThanWhatIsWritten_makesWritersWaitForUploads() throws IOException {
    Path source = random("source", 16 * MIB);
    byte[] bytes = Files.readAllBytes(source);
    Path disk = Files.createDirectories(scene.home().resolve("cache"));
    Shell.output("mount", "-t", "tmpfs", "-o", "size=48M", "tpmount-test", disk.toString());
    try {
      RunningTpmount mount = scene.mount("--vfs-write-back=1h", "--vfs-write-wait-space=10m");
      for (int i = 0; i < 4; i++) {
        Files.write(scene.inMount("written" + i), bytes);
      }
      mount.signal("TERM");
      assertThat(mount.awaitExit()).as(mount.err()).isZero();
      for (int i = 0; i < 4; i++) {
        assertThat(scene.bucket().bytes("written" + i)).isEqualTo(bytes);
      }
    } finally {
      Shell.run("umount", "-l", disk.toString());
    }
  }

  /** Takes all that is left of a disk. */
  private static void fill(Path file) {
    Shell.run("dd", "if=/dev/zero", "of=" + file, "bs=64K", "status=none");
    Shell.run("dd", "if=/dev/zero", "of=" + file + "-rest", "bs=512", "status=none");
  }

  private Path random(String name, long size) throws IOException {
    Path file = scene.home().resolve(name);
    byte[] block = new byte[1 << 20];
    Random random = new Random(name.hashCode());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long at = 0; at < size; at += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }
}
