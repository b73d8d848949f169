package io.tpmount.benchmarks.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256, of files read as programs read them: 1 MiB at a time. */
final class Digests {
  private static final int BUFFER = 1 << 20;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * @param progress hears of the bytes as they are read
   */
  static String sha256(Path file, LongConsumer progress) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      while (channel.read(buffer.clear()) >= 0) {
        progress.accept(buffer.position());
        digest.update(buffer.flip());
      }
    }
    return hex(digest);
  }
}
