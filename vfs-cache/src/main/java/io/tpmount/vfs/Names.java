package io.tpmount.vfs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names between a kernel, where they are bytes, and keys, where S3 demands UTF-8. A byte that is
 * not part of valid UTF-8 becomes {@code ‛XX} (U+201B and two hexadecimal digits), which is
 * rclone's encoding {@code InvalidUtf8}, so that both programs show the same names; a name that
 * itself holds such a sequence comes back as the byte it stands for, as with rclone.
 */
public final class Names {
  /** Longest name in bytes, as on any Linux file system. */
  public static final int MAX_BYTES = 255;

  private static final char QUOTE = '\u201B';
  private static final String HEX = "0123456789ABCDEF";

  private Names() {}

  /** The text of a name's bytes. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(3 * bytes.length + 1);
    while (decoder.decode(in, out, true).isError()) {
      int bad = in.get() & 0xFF;
      out.put(QUOTE).put(HEX.charAt(bad >> 4)).put(HEX.charAt(bad & 15));
      decoder.reset();
    }
    return out.flip().toString();
  }

  /** The bytes a kernel knows a name by. */
  public static byte[] encode(String name) {
    if (name.indexOf(QUOTE) < 0) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    ByteBuffer out = ByteBuffer.allocate(4 * name.length());
    int plain = 0;
    for (int i = 0; i + 2 < name.length(); i++) {
      int high = name.charAt(i) == QUOTE ? HEX.indexOf(name.charAt(i + 1)) : -1;
      int low = high < 0 ? -1 : HEX.indexOf(name.charAt(i + 2));
      // Only bytes from 0x80 on can be invalid; anything else is a name that merely looks encoded.
      if (low >= 0 && high >= 8) {
        out.put(name.substring(plain, i).getBytes(StandardCharsets.UTF_8))
            .put((byte) (high << 4 | low));
        plain = i + 3;
        i += 2;
      }
    }
    out.put(name.substring(plain).getBytes(StandardCharsets.UTF_8));
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }
}
