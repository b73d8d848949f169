package io.tpmount.s3.testing.fast;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run of bytes once received: small ones in the heap, others in a file of their own. Shared by
 * the objects and parts that are made of it; the last to release it deletes the file, which those
 * who have it open go on reading.
 */
abstract sealed class Blob {
  private static final int LARGEST_IN_HEAP = 1 << 15;
  private static final int BUFFER = 1 << 18;

  private final AtomicInteger users = new AtomicInteger(1);

  abstract long length();

  abstract void writeTo(WritableByteChannel target, long offset, long count) throws IOException;

  abstract void delete();

  /** One more user; false when the last has gone already. */
  boolean share() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      delete();
    }
  }

  /** Receives a whole body. */
  static Blob receive(InputStream body, Path directory, AtomicLong names) throws IOException {
    byte[] head = body.readNBytes(LARGEST_IN_HEAP);
    if (head.length < LARGEST_IN_HEAP) {
      return new InHeap(head);
    }
    Path path = directory.resolve(Long.toString(names.incrementAndGet()));
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(file, head, head.length);
      byte[] buffer = new byte[BUFFER];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        writeAll(file, buffer, count);
      }
      return new InFile(path, file.position());
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static void writeAll(WritableByteChannel target, byte[] bytes, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    while (buffer.hasRemaining()) {
      target.write(buffer);
    }
  }

  private static final class InHeap extends Blob {
    private final byte[] bytes;

    InHeap(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    long length() {
      return bytes.length;
    }

    @Override
    void writeTo(WritableByteChannel target, long offset, long count) throws IOException {
      int from = Math.toIntExact(offset);
      byte[] wanted = Arrays.copyOfRange(bytes, from, Math.toIntExact(offset + count));
      writeAll(target, wanted, wanted.length);
    }

    @Override
    void delete() {
      // The collector does it.
    }
  }

  private static final class InFile extends Blob {
    private final Path path;
    private final long length;

    InFile(Path path, long length) {
      this.path = path;
      this.length = length;
    }

    @Override
    long length() {
      return length;
    }

    @Override
    void writeTo(WritableByteChannel target, long offset, long count) throws IOException {
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
        long done = 0;
        while (done < count) {
          long sent = file.transferTo(offset + done, count - done, target);
          if (sent <= 0) {
            throw new EOFException(path + " ended early");
          }
          done += sent;
        }
      }
    }

    @Override
    void delete() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
