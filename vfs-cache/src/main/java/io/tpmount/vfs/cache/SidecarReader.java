package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.SidecarRecord.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a {@link Sidecar} back. */
final class SidecarReader {
  /** What a sidecar tells. */
  sealed interface Story {
    /**
     * @param bootId the boot in which the sidecar was begun
     * @param length bytes of its whole records
     */
    record Whole(Content content, long bootId, long length) implements Story {}

    /** It is not what was written. */
    record Damaged(String why) implements Story {}
  }

  private final ByteBuffer in;

  private SidecarReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  static Story read(Path path) throws IOException {
    return new SidecarReader(Files.readAllBytes(path)).story();
  }

  private Story story() throws IOException {
    try {
      if (!(next().orElse(null) instanceof Head head)) {
        return new Story.Damaged("no head");
      }
      Content content = Content.of(head);
      Optional<SidecarRecord> next = next();
      while (next.isPresent()) {
        content.apply(next.get());
        next = next();
      }
      return new Story.Whole(content, head.bootId(), in.position());
    } catch (DamageException e) {
      return new Story.Damaged(e.getMessage());
    }
  }

  /** Empty at the end, and at a torn last record. */
  private Optional<SidecarRecord> next() throws IOException {
    int start = in.position();
    if (in.remaining() < Sidecar.FRAME) {
      return Optional.empty();
    }
    int length = in.getInt();
    int checksum = in.getInt();
    if (length < 0 || length > in.remaining()) {
      in.position(start);
      return Optional.empty();
    }
    byte[] body = new byte[length];
    in.get(body);
    if (Sidecar.checksum(body) == checksum) {
      return Optional.of(decode(body, start));
    }
    if (in.hasRemaining()) {
      throw new DamageException("wrong checksum at byte " + start);
    }
    in.position(start);
    return Optional.empty();
  }

  private static SidecarRecord decode(byte[] body, int start) throws DamageException {
    try {
      return SidecarCodec.decode(body);
    } catch (IOException e) {
      throw new DamageException(e.getMessage() + " at byte " + start);
    }
  }

  private static final class DamageException extends IOException {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
      super(message);
    }
  }
}
