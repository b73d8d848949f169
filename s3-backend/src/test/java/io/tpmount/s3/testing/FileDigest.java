package io.tpmount.s3.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of contents too large to hold, in lower-case hex. */
public final class FileDigest {
  private static final int BUFFER = 1 << 20;

  private FileDigest() {}

  public static String sha256(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return sha256(content);
    }
  }

  public static String sha256(InputStream content) throws IOException {
    try {
      DigestInputStream digested =
          new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
      byte[] buffer = new byte[BUFFER];
      while (digested.read(buffer) >= 0) {
        // Reading is digesting.
      }
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
