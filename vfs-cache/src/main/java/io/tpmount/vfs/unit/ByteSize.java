package io.tpmount.vfs.unit;

/**
 * A number of bytes, as a limit or a size in a configuration.
 *
 * @param bytes not negative; {@link #UNLIMITED} stands for "off"
 */
public record ByteSize(long bytes) {
  /** No limit. */
  public static final ByteSize UNLIMITED = new ByteSize(Long.MAX_VALUE);

  public static final ByteSize ZERO = new ByteSize(0);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size " + bytes);
    }
  }

  public static ByteSize ofKib(long kib) {
    return new ByteSize(Math.multiplyExact(kib, 1L << 10));
  }

  public static ByteSize ofMib(long mib) {
    return new ByteSize(Math.multiplyExact(mib, 1L << 20));
  }

  public static ByteSize ofGib(long gib) {
    return new ByteSize(Math.multiplyExact(gib, 1L << 30));
  }

  public boolean isUnlimited() {
    return bytes == Long.MAX_VALUE;
  }

  /** As rclone prints sizes: {@code 16Mi}, {@code 1.500Gi}, {@code 17}, {@code off}. */
  @Override
  public String toString() {
    if (isUnlimited()) {
      return "off";
    }
    String[] units = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    int unit = 0;
    while (unit < units.length - 1 && bytes >> (10 * (unit + 1)) > 0) {
      unit++;
    }
    long base = 1L << (10 * unit);
    return bytes % base == 0
        ? bytes / base + units[unit]
        : String.format("%.3f%s", (double) bytes / base, units[unit]);
  }
}
