package io.tpmount.vfs.behaviour;

import java.io.IOException;
import java.util.List;

/**
 * What a program does with files, by path. One implementation speaks to a {@link
 * io.tpmount.vfs.Vfs}, another to a mounted directory, so that a behaviour is written once and
 * tested on both. Paths are relative and use slashes; a failure is a {@link Refused} that names the
 * errno.
 */
public interface Shell extends AutoCloseable {
  /** A call that failed. */
  final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param errno for example {@code ENOENT}
     */
    public Refused(String errno) {
      super(errno);
    }
  }

  /** Attributes, the link itself not its target. */
  record Stat(String kind, long size, long ino, long mtimeMillis) {}

  byte[] read(String path) throws IOException;

  /** Part of a file; shorter at its end. */
  byte[] read(String path, long offset, int length) throws IOException;

  /** Makes the file, or empties it, and writes. */
  void write(String path, byte[] bytes) throws IOException;

  /** Writes into a file that is there. */
  void writeAt(String path, long offset, byte[] bytes) throws IOException;

  void append(String path, byte[] bytes) throws IOException;

  /** O_CREAT | O_EXCL. */
  void createNew(String path) throws IOException;

  void truncate(String path, long size) throws IOException;

  Stat stat(String path) throws IOException;

  /** The names without {@code .} and {@code ..}, sorted. */
  List<String> list(String path) throws IOException;

  void mkdir(String path) throws IOException;

  void rmdir(String path) throws IOException;

  void unlink(String path) throws IOException;

  void rename(String from, String to) throws IOException;

  void symlink(String target, String path) throws IOException;

  String readlink(String path) throws IOException;

  @Override
  void close() throws IOException;
}
