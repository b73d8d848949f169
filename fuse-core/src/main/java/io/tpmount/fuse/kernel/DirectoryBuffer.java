package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.Names;
import java.lang.foreign.MemorySegment;

/** The body of an answer being filled with directory entries, up to the size asked for. */
final class DirectoryBuffer {
  private static final long INO = Layouts.at(Layouts.DIRENT, "ino");
  private static final long OFF = Layouts.at(Layouts.DIRENT, "off");
  private static final long NAMELEN = Layouts.at(Layouts.DIRENT, "namelen");
  private static final long TYPE = Layouts.at(Layouts.DIRENT, "type");
  private static final long NAME = Layouts.DIRENT.byteSize();

  private final MemorySegment body;
  private int length;

  DirectoryBuffer(Reply reply, int size) {
    this.body = reply.body().asSlice(0, Math.min(size, reply.body().byteSize()));
  }

  int length() {
    return length;
  }

  /** Whether there was room for it. */
  boolean add(DirEntry entry) {
    byte[] name = Names.encode(entry.name());
    if (length + padded(name.length) > body.byteSize()) {
      return false;
    }
    write(entry, name);
    return true;
  }

  boolean fitsPlus(DirEntry entry) {
    int name = Names.encode(entry.name()).length;
    return length + Answers.ENTRY_BYTES + padded(name) <= body.byteSize();
  }

  /**
   * Adds an entry that fits.
   *
   * @return where its lookup may be told of; left as it is, the entry is a mere name
   */
  MemorySegment addPlus(DirEntry entry) {
    MemorySegment head = body.asSlice(length, Answers.ENTRY_BYTES).fill((byte) 0);
    length += Answers.ENTRY_BYTES;
    write(entry, Names.encode(entry.name()));
    return head;
  }

  private void write(DirEntry entry, byte[] name) {
    int padded = padded(name.length);
    body.asSlice(length, padded).fill((byte) 0);
    body.set(JAVA_LONG, length + INO, entry.attr().ino());
    body.set(JAVA_LONG, length + OFF, entry.cookie());
    body.set(JAVA_INT, length + NAMELEN, name.length);
    body.set(JAVA_INT, length + TYPE, Answers.type(entry.attr().kind()) >> 12);
    MemorySegment.copy(name, 0, body, JAVA_BYTE, length + NAME, name.length);
    length += padded;
  }

  private static int padded(int name) {
    return (int) (NAME + name + 7) & ~7;
  }
}
