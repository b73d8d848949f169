package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.cache.posix.PosixException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The journal of one dirty file: a file of its own, in which each {@link SidecarRecord} is appended
 * by one plain write, so that it survives the death of this process at no cost but that write. That
 * it exists is what makes a data file dirty after a restart. Not safe for concurrent use.
 *
 * <p>A record is its length, the CRC-32C of its bytes, its bytes. A torn one can only be the last:
 * nothing was answered on its account, so it is dropped.
 */
final class Sidecar {
  static final int FRAME = 8;

  /** Beyond this it is written anew, if that makes it half as long. */
  private static final long LONG = 1 << 20;

  private final LocalFile file;
  private long length;
  private long lengthWhenNew;

  private Sidecar(LocalFile file, long length) {
    this.file = file;
    this.length = length;
    this.lengthWhenNew = length;
  }

  /** Writes a new sidecar, which exists with all of {@code records} or not at all. */
  static Sidecar create(Path path, OpenFiles pool, List<SidecarRecord> records) throws IOException {
    byte[] bytes = frame(records);
    Path fresh = path.resolveSibling(path.getFileName() + CacheLayout.UNFINISHED);
    try (NativeFile out = NativeFile.open(fresh, NativeFile.Mode.CREATE)) {
      out.write(0, MemorySegment.ofArray(bytes));
      out.truncate(bytes.length);
    } catch (PosixException e) {
      Files.deleteIfExists(fresh);
      throw LocalFile.explained(e);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    return new Sidecar(new LocalFile(path, pool), bytes.length);
  }

  /** Goes on with one that was read back, after its last whole record. */
  static Sidecar resume(Path path, OpenFiles pool, long length) throws IOException {
    Sidecar sidecar = new Sidecar(new LocalFile(path, pool), length);
    sidecar.file.run(open -> open.truncate(length));
    return sidecar;
  }

  /** All of them or, in the file's last bytes, a torn part. */
  void append(List<? extends SidecarRecord> records) throws IOException {
    byte[] bytes = frame(records);
    file.run(
        open -> {
          try {
            open.write(length, MemorySegment.ofArray(bytes));
          } catch (PosixException e) {
            // What it left would stand behind a shorter next record and look like damage.
            open.truncate(length);
            throw e;
          }
        });
    length += bytes.length;
  }

  /** Whether most of it is history. */
  boolean isLong() {
    return length > LONG && length > 2 * lengthWhenNew;
  }

  /** Replaces all by {@code records}; to be called when {@link #isLong}. */
  void rewrite(OpenFiles pool, List<SidecarRecord> records) throws IOException {
    file.close();
    Sidecar fresh = create(file.path(), pool, records);
    length = fresh.length;
    lengthWhenNew = fresh.length;
  }

  void sync() throws IOException {
    file.run(NativeFile::syncData);
  }

  void close() {
    file.close();
  }

  void delete() throws IOException {
    file.delete();
  }

  private static byte[] frame(List<? extends SidecarRecord> records) {
    List<byte[]> bodies = records.stream().map(SidecarCodec::encode).toList();
    int length = bodies.stream().mapToInt(body -> FRAME + body.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length);
    bodies.forEach(body -> out.putInt(body.length).putInt(checksum(body)).put(body));
    return out.array();
  }

  static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
