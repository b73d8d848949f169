package io.tpmount.vfs.store;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * The key of an object, without the bucket and relative to the mounted prefix. Compared byte for
 * byte: NFC and NFD stay distinct. The empty key stands for the root prefix.
 *
 * <p>Ordered as S3 lists: by UTF-8 bytes, which differs from {@link String#compareTo} for
 * characters outside the basic plane.
 *
 * @param value the key
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** The largest key S3 accepts, in UTF-8 bytes. */
  public static final int MAX_BYTES = 1024;

  /** Orders strings as S3 orders keys: by code point, which is the order of UTF-8 bytes. */
  public static final Comparator<String> LIST_ORDER = ObjectKey::compareByCodePoint;

  public ObjectKey {
    if (value == null) {
      throw new IllegalArgumentException("null key");
    }
  }

  public static ObjectKey of(String value) {
    return new ObjectKey(value);
  }

  /** Length in UTF-8 bytes. */
  public int byteLength() {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public int compareTo(ObjectKey other) {
    return LIST_ORDER.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static int compareByCodePoint(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) || Character.isSurrogate(y);
        // A surrogate belongs to a code point above every other char, though its own value is below
        // U+E000.
        return surrogates && Character.isSurrogate(x) != Character.isSurrogate(y)
            ? (Character.isSurrogate(x) ? 1 : -1)
            : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
