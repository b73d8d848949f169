package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.cache.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the cache directory, opened when first used and closed when it rests too long. Safe for
 * concurrent calls.
 */
final class LocalFile {
  private final Path path;
  private final OpenFiles pool;

  @GuardedBy("this")
  private NativeFile file;

  @GuardedBy("this")
  private int users;

  @GuardedBy("this")
  private boolean usedSinceLastLook;

  LocalFile(Path path, OpenFiles pool) {
    this.path = path;
    this.pool = pool;
  }

  Path path() {
    return path;
  }

  /** The open file, made when absent; stays open until {@link #release}. */
  NativeFile acquire() throws IOException {
    NativeFile result;
    synchronized (this) {
      users++;
      usedSinceLastLook = true;
      if (file != null) {
        return file;
      }
      try {
        file = open();
      } catch (IOException e) {
        users--;
        throw e;
      }
      result = file;
    }
    // Outside the monitor: the pool may close others, whose monitors it takes.
    pool.opened(this);
    return result;
  }

  private NativeFile open() throws IOException {
    try {
      return NativeFile.open(path, NativeFile.Mode.CREATE);
    } catch (PosixException e) {
      if (!e.isAbsent()) {
        throw explained(e);
      }
      Files.createDirectories(path.getParent());
      return NativeFile.open(path, NativeFile.Mode.CREATE);
    }
  }

  /** A disk that is full is told apart: room may be made. */
  static IOException explained(PosixException e) {
    return e.isNoSpace() ? CacheFullException.ofDisk(e.getMessage()) : e;
  }

  synchronized void release() {
    users--;
  }

  /** Uses the open file once. */
  <T> T use(Use<T> use) throws IOException {
    NativeFile open = acquire();
    try {
      return use.of(open);
    } catch (PosixException e) {
      throw explained(e);
    } finally {
      release();
    }
  }

  /** Uses the open file once, for its effect. */
  void run(Action action) throws IOException {
    NativeFile open = acquire();
    try {
      action.on(open);
    } catch (PosixException e) {
      throw explained(e);
    } finally {
      release();
    }
  }

  /** Closes the file if nobody uses it now nor did since the last call. */
  synchronized Look closeIfResting() {
    if (file == null) {
      return Look.GONE;
    }
    boolean rests = users == 0 && !usedSinceLastLook;
    usedSinceLastLook = false;
    if (!rests) {
      return Look.KEPT;
    }
    file.close();
    file = null;
    return Look.CLOSED;
  }

  /** What {@link #closeIfResting} found. */
  enum Look {
    KEPT,
    CLOSED,
    GONE
  }

  /** Gives the descriptor back; nobody may be using it. */
  void close() {
    synchronized (this) {
      if (file == null) {
        return;
      }
      file.close();
      file = null;
    }
    pool.closed(this);
  }

  /** Closes and unlinks the file; nothing when it was never made. */
  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  /** What is done with an open file. */
  @FunctionalInterface
  interface Use<T> {
    T of(NativeFile file) throws IOException;
  }

  /** What is done with an open file, for its effect. */
  @FunctionalInterface
  interface Action {
    void on(NativeFile file) throws IOException;
  }
}
