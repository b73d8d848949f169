package io.tpmount.cli.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.s3.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a config file, read again when the file has changed. A file that cannot be read, or
 * holds no keys for the moment, leaves the last ones.
 */
public final class ChangingKeys implements Supplier<Credentials.Static> {
  private static final Logger log = LoggerFactory.getLogger(ChangingKeys.class);
  private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

  private final Path file;
  private final Supplier<Credentials> reader;

  @GuardedBy("this")
  private Credentials.Static keys;

  @GuardedBy("this")
  private FileTime readAt;

  @GuardedBy("this")
  private long lookedAt = System.nanoTime();

  /**
   * @param keys as they are now
   * @param reader reads the file; fails with a {@link CommandFailure}
   */
  public ChangingKeys(Path file, Credentials.Static keys, Supplier<Credentials> reader) {
    this.file = file;
    this.keys = keys;
    this.reader = reader;
    this.readAt = time();
  }

  @Override
  public synchronized Credentials.Static get() {
    if (System.nanoTime() - lookedAt >= BETWEEN_LOOKS) {
      lookedAt = System.nanoTime();
      look();
    }
    return keys;
  }

  @GuardedBy("this")
  private void look() {
    FileTime now = time();
    if (now.equals(readAt)) {
      return;
    }
    readAt = now;
    try {
      if (reader.get() instanceof Credentials.Static found && !found.equals(keys)) {
        keys = found;
        log.info("{} has changed: its keys are used from now on", file);
      }
    } catch (CommandFailure e) {
      log.warn("{}; the keys read before are used on", e.getMessage());
    }
  }

  private FileTime time() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
