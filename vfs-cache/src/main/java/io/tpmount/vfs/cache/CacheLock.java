package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.cache.posix.PosixException;
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
      note(file, pid);
      return new CacheLock(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** On a full disk the lock has to do without saying who holds it. */
  private static void note(NativeFile file, byte[] pid) throws PosixException {
    try {
      file.write(0, MemorySegment.ofArray(pid));
      file.truncate(pid.length);
    } catch (PosixException e) {
      if (!e.isNoSpace()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
