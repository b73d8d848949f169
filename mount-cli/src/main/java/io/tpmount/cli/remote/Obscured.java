package io.tpmount.cli.remote;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Text as {@code rclone obscure} writes it: base64url, without padding, of a 16-byte IV and the
 * AES-256-CTR of the text, under a key published in rclone's sources. It hides from a glance and
 * protects nothing.
 *
 * <p>rclone itself takes S3 secrets as they are, but people obscure them, and nothing marks the
 * result. So a value counts as obscured when it reveals at least {@value #SHORTEST} characters of
 * printable ASCII. By chance that happens to less than one in a million of the secrets long enough
 * (43 characters), and never to AWS's own, which have 40.
 */
final class Obscured {
  static final int SHORTEST = 16;

  private static final int IV_BYTES = 16;
  private static final byte[] KEY =
      HexFormat.of().parseHex("9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638");

  private Obscured() {}

  /** The value, revealed if it is obscured. */
  static String revealed(String value) {
    return reveal(value).filter(Obscured::isPlausible).orElse(value);
  }

  /** The text behind an obscured one; empty when it is not of that form. */
  static Optional<String> reveal(String obscured) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(obscured);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length < IV_BYTES || obscured.endsWith("=")) {
      return Optional.empty();
    }
    return utf8(decrypt(bytes));
  }

  private static byte[] decrypt(byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(KEY, "AES"),
          new IvParameterSpec(Arrays.copyOf(bytes, IV_BYTES)));
      return cipher.doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-CTR", e);
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlausible(String text) {
    return text.length() >= SHORTEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
