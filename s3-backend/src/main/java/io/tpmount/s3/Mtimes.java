package io.tpmount.s3;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code x-amz-meta-mtime} that rclone writes: seconds as a decimal fraction. */
final class Mtimes {
  private static final String NAME = "mtime";

  /** No exponent: {@code 1e999999999} would be a number of a billion digits. */
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}(\\.\\d{1,30})?");

  private Mtimes() {}

  static Map<String, String> metadata(Optional<Instant> mtime) {
    return mtime.map(time -> Map.of(NAME, format(time))).orElse(Map.of());
  }

  /** Empty also when another writer's value makes no sense. */
  static Optional<Instant> of(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(NAME))
        .findFirst()
        .flatMap(entry -> parse(entry.getValue()));
  }

  static String format(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  static Optional<Instant> parse(String text) {
    if (text == null || !SECONDS.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(text).movePointRight(9).setScale(0, RoundingMode.FLOOR);
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    try {
      return Optional.of(Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
