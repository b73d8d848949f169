package io.tpmount.cli.flag;

import io.tpmount.vfs.unit.ByteSize;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * rclone's SizeSuffix: {@code 32M}, {@code 1.5Gi}, {@code 64KiB}, {@code 100b}, {@code off}. All
 * units are powers of 1,024, and a bare number counts KiB.
 */
final class SizeGrammar {
  private static final Pattern FORM =
      Pattern.compile("\\+?(\\d+\\.?\\d*|\\.\\d+)(?:b|([kmgtpe])(?:ib?)?)?");
  private static final String UNITS = "kmgtpe";
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LONGEST = 40;

  private SizeGrammar() {}

  static ByteSize parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("off")) {
      return ByteSize.UNLIMITED;
    }
    Matcher form = FORM.matcher(lower);
    if (text.length() > LONGEST || !form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size such as 32M, 1.5Gi, 100 (KiB) or off");
    }
    BigDecimal bytes = new BigDecimal(form.group(1)).multiply(unit(lower, form.group(2)));
    if (bytes.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("'" + text + "' is larger than any size");
    }
    return new ByteSize(bytes.longValue());
  }

  private static BigDecimal unit(String lower, String letter) {
    if (letter != null) {
      return power(UNITS.indexOf(letter) + 1);
    }
    return lower.endsWith("b") ? BigDecimal.ONE : power(1);
  }

  private static BigDecimal power(int exponent) {
    return BigDecimal.valueOf(1L << (10 * exponent));
  }
}
