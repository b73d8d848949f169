package io.tpmount.vfs.cache;

import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What the tests of the cache share. */
final class Caches {
  static final String IDENTITY = "https://store.example bucket prefix/";
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private Caches() {}

  static CacheOptions options(Path directory, ByteSize maxSize) {
    return new CacheOptions(directory, maxSize, ByteSize.ZERO, Duration.ZERO, ByteSize.ofMib(64));
  }

  static DiskCache open(Path directory) throws IOException {
    return DiskCache.open(options(directory, ByteSize.UNLIMITED), IDENTITY);
  }

  static ObjectInfo version(String key, String etag, long size) {
    return new ObjectInfo(ObjectKey.of(key), new ETag(etag), size, Instant.EPOCH, Optional.empty());
  }

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  static ByteRange all(CacheFile file) {
    return new ByteRange(0, file.size());
  }

  /** Fetches what is missing of {@code range} from {@code remote}. */
  static void fetch(CacheFile file, byte[] remote, ByteRange range) throws IOException {
    for (ByteRange gap : file.missing(range)) {
      int offset = (int) gap.offset();
      file.fill(offset, ByteBuffer.wrap(remote, offset, (int) gap.length()));
    }
  }

  /** The content as an upload reads it; all of it must be present. */
  static byte[] content(CacheFile file) throws IOException {
    Body body = file.body(file.moment(), all(file));
    ByteBuffer target = ByteBuffer.allocate((int) body.length());
    while (target.hasRemaining()) {
      body.read(target.position(), target);
    }
    return target.array();
  }

  /** The bytes a lease stands for, read by its descriptor as a driver does. */
  static byte[] bytes(ReadResult.FileRange lease) throws IOException {
    Path fd = Path.of("/proc/self/fd/" + lease.fd());
    byte[] bytes = new byte[lease.length()];
    try (NativeFile file = NativeFile.open(fd, NativeFile.Mode.READ)) {
      file.read(lease.offset(), MemorySegment.ofArray(bytes));
    } finally {
      lease.close();
    }
    return bytes;
  }

  /** The one folder of {@link #IDENTITY}. */
  static CacheLayout layout(Path directory) throws IOException {
    return CacheLayout.create(directory, IDENTITY);
  }

  static long dataFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(layout(directory).data())) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Bytes of disk that the data files really take. */
  static long allocated(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(layout(directory).data())) {
      return files.filter(Files::isRegularFile).mapToLong(Caches::allocatedOf).sum();
    }
  }

  private static long allocatedOf(Path path) {
    try (NativeFile file = NativeFile.open(path, NativeFile.Mode.READ)) {
      return file.status().allocated();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
