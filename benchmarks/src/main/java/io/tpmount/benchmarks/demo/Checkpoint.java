package io.tpmount.benchmarks.demo;

import io.tpmount.benchmarks.demo.data.Noise;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A training run's checkpoint: written under a temporary name, forced to disk, renamed into place,
 * and followed until the bucket has it.
 */
final class Checkpoint {
  private static final String FOLDER = "checkpoints";
  private static final String KEY = FOLDER + "/step-001000.pt";
  private static final String TEMPORARY_KEY = FOLDER + "/.step-001000.pt.tmp";
  private static final String STATE = "tpmount.state";
  private static final String WAITING = "dirty";
  private static final String UPLOADED = "clean";
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int BUFFER = 1 << 20;

  private final Path mountPoint;
  private final ByteSize size;
  private final Teller teller;
  private final MessageDigest written = Digests.sha256();

  Checkpoint(Path mountPoint, ByteSize size, Teller teller) {
    this.mountPoint = mountPoint;
    this.size = size;
    this.teller = teller;
  }

  /** Write, fsync, rename. */
  Step write() throws IOException, InterruptedException {
    String title = "write checkpoint, fsync, rename";
    Progress progress = teller.begin(title, size.bytes());
    Crew.map(1, List.of(mountPoint), _ -> write(progress));
    Step step = step(title, progress, Step.Check.NOTHING, List.of());
    progress.end("%s, %s".formatted(Units.time(step.time()), step.rate()));
    return step;
  }

  private Path write(Progress progress) throws IOException {
    Path temporary = mountPoint.resolve(TEMPORARY_KEY);
    Files.createDirectories(temporary.getParent());
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeNoise(channel, progress);
      channel.force(true);
    }
    return Files.move(temporary, mountPoint.resolve(KEY), StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeNoise(FileChannel channel, Progress progress) throws IOException {
    RandomGenerator random = Noise.of(KEY);
    byte[] buffer = new byte[BUFFER];
    for (long left = size.bytes(); left > 0; left -= buffer.length) {
      random.nextBytes(buffer);
      written.update(buffer);
      ByteBuffer bytes = ByteBuffer.wrap(buffer);
      while (bytes.hasRemaining()) {
        progress.add(channel.write(bytes));
      }
    }
  }

  /** Returns when the file's own state says that the bucket has it. */
  Step awaitUpload() throws IOException, InterruptedException {
    Progress waiting = teller.begin("let the write-back delay pass", 1);
    awaitState(state -> !state.equals(WAITING), waiting);
    waiting.end(Units.time(waiting.elapsed()));

    String title = "upload checkpoint in background";
    Progress progress = teller.begin(title, 1);
    awaitState(UPLOADED::equals, progress);
    Step step = step(title, progress, Step.Check.NOTHING, List.of());
    progress.end("%s, state '%s'".formatted(Units.time(step.time()), UPLOADED));
    return step;
  }

  private void awaitState(Predicate<String> wanted, Progress progress)
      throws IOException, InterruptedException {
    String state = state();
    while (!wanted.test(state)) {
      if (progress.elapsed().compareTo(UPLOAD_LIMIT) > 0) {
        throw new DemoFailure("%s is still '%s' after %s".formatted(KEY, state, UPLOAD_LIMIT));
      }
      Thread.sleep(BETWEEN_LOOKS);
      state = state();
    }
  }

  private String state() throws IOException, InterruptedException {
    return Crew.map(1, List.of(mountPoint.resolve(KEY)), Checkpoint::state).getFirst();
  }

  private static String state(Path file) throws IOException {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    ByteBuffer value = ByteBuffer.allocate(attributes.size(STATE));
    attributes.read(STATE, value);
    return StandardCharsets.UTF_8.decode(value.flip()).toString();
  }

  /** Looks into the bucket, behind the mount's back. */
  Step verify(TestS3Client bucket) throws IOException, InterruptedException {
    String title = "read checkpoint, S3 client";
    Progress progress = teller.begin(title, size.bytes());
    List<String> differences = new ArrayList<>();
    String sha256 = Crew.map(1, List.of(KEY), bucket::sha256).getFirst();
    if (!sha256.equals(Digests.hex(written))) {
      differences.add(KEY + ": other bytes in the bucket than were written");
    }
    if (bucket.exists(TEMPORARY_KEY)) {
      differences.add(TEMPORARY_KEY + ": still in the bucket");
    }
    Step step = step(title, progress, Step.Check.SHA256, differences);
    progress.end("%s, %s".formatted(Units.time(step.time()), step.verdict()));
    return step;
  }

  private Step step(String title, Progress progress, Step.Check check, List<String> differences) {
    return new Step(title, 1, size.bytes(), progress.elapsed(), check, differences);
  }
}
