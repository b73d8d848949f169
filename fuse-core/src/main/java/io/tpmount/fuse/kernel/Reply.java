package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.TransferBuffer;
import java.lang.foreign.MemorySegment;

/**
 * An answer under construction: {@code struct fuse_out_header} and, from a page boundary on, the
 * body, in one piece of native memory, so that one plain write sends it and file contents are read
 * to where they are sent from.
 */
final class Reply {
  private static final int BODY = 4096;
  private static final long HEADER = BODY - Layouts.OUT_HEADER.byteSize();
  private static final long LEN = HEADER + Layouts.at(Layouts.OUT_HEADER, "len");
  private static final long ERROR = HEADER + Layouts.at(Layouts.OUT_HEADER, "error");
  private static final long UNIQUE = HEADER + Layouts.at(Layouts.OUT_HEADER, "unique");

  private final TransferBuffer buffer;
  private final MemorySegment body;

  Reply(long bodySize) {
    buffer = new TransferBuffer(BODY + bodySize);
    body = buffer.memory().asSlice(BODY);
  }

  MemorySegment body() {
    return body;
  }

  /** Zeroes the first bytes of the body. */
  MemorySegment cleared(long length) {
    return body.asSlice(0, length).fill((byte) 0);
  }

  int put(byte[] bytes) {
    MemorySegment.copy(bytes, 0, body, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  /** Reads from a file to the body: as {@link TransferBuffer#pread}. */
  long pread(int fd, long offset, long length) {
    return buffer.pread(fd, offset, BODY, length);
  }

  /**
   * Sends the header and as much of the body.
   *
   * @param error 0 or a negated errno
   * @return what the device says: a count, or a negated errno
   */
  long send(int fd, long unique, int error, int length) {
    int total = (int) Layouts.OUT_HEADER.byteSize() + length;
    MemorySegment memory = buffer.memory();
    memory.set(JAVA_INT, LEN, total);
    memory.set(JAVA_INT, ERROR, error);
    memory.set(JAVA_LONG, UNIQUE, unique);
    return buffer.write(fd, HEADER, total);
  }
}
