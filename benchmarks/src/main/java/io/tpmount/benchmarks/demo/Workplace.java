package io.tpmount.benchmarks.demo;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The temporary directory that holds all of the demo's files, and its mount point. */
final class Workplace implements AutoCloseable {
  private final Path root;

  private Workplace(Path root) {
    this.root = root;
  }

  /**
   * @param needed refused when the disk has less free
   */
  static Workplace create(ByteSize needed) throws IOException {
    Workplace place = new Workplace(Files.createTempDirectory("tpmount-demo").toRealPath());
    place.checkSpace(needed);
    Files.createDirectory(place.data());
    Files.createDirectory(place.mountPoint());
    return place;
  }

  private void checkSpace(ByteSize needed) throws IOException {
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < needed.bytes()) {
      close();
      throw new DemoFailure(
          "%s has %s free, the demo needs %s: name a roomier directory with TMPDIR=…"
              .formatted(root.getParent(), Units.bytes(free), Units.bytes(needed.bytes())));
    }
  }

  Path data() {
    return root.resolve("data");
  }

  Path mountPoint() {
    return root.resolve("mnt");
  }

  Path cache() {
    return root.resolve("cache");
  }

  Path log() {
    return root.resolve("tpmount.log");
  }

  /** Nothing must be mounted in it any more. Idempotent. */
  @Override
  public void close() throws IOException {
    if (Files.exists(root)) {
      MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
