package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.posix.NativeFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The hold of one process on a cache; ends with the process at the latest. */
final class CacheLock implements AutoCloseable {
  private final NativeFile file;

  private CacheLock(NativeFile file) {
    this.file = file;
  }

  static CacheLock take(CacheLayout layout) throws IOException {
    NativeFile file = NativeFile.open(layout.lock(), NativeFile.Mode.CREATE);
    try {
      if (!file.tryLock()) {
        String holder = Files.readString(layout.lock()).strip();
        throw new CacheLockedException(
            "the cache " + layout.root() + " is in use by process " + holder);
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      file.truncate(0);
      file.write(0, MemorySegment.ofArray(pid));
      return new CacheLock(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
