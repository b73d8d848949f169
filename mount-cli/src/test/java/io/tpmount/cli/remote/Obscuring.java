package io.tpmount.cli.remote;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The other direction of {@link Obscured}, with an IV that is always the same. */
final class Obscuring {
  private static final byte[] KEY =
      HexFormat.of().parseHex("9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638");
  private static final byte[] IV = "aaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);

  private Obscuring() {}

  static String obscure(String text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(IV));
      byte[] body = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = new byte[IV.length + body.length];
      System.arraycopy(IV, 0, all, 0, IV.length);
      System.arraycopy(body, 0, all, IV.length, body.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
