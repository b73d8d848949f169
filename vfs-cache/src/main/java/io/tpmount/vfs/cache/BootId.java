package io.tpmount.vfs.cache;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which run of the kernel this is. What was written in this one is in the page cache even if no
 * sync was made; of an earlier one only what was synced is known to be on the disk.
 */
final class BootId {
  /** Stands for a row whose data is on stable storage. */
  static final long SYNCED = 0;

  private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  static long current() throws IOException {
    String text = Files.readString(SOURCE, StandardCharsets.US_ASCII);
    long hash = Hashing.sha256().hashString(text, StandardCharsets.US_ASCII).asLong();
    return hash == SYNCED ? 1 : hash;
  }
}
