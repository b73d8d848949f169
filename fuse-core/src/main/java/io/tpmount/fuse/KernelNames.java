package io.tpmount.fuse;

import io.tpmount.vfs.Names;
import java.nio.charset.StandardCharsets;

/** Names as a kernel sends them, which are bytes. */
public final class KernelNames {
  private KernelNames() {}

  /**
   * @param bytes one in each character
   */
  public static String decode(String bytes) {
    return isAscii(bytes) ? bytes : Names.decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean isAscii(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
