package io.tpmount.cli.flag;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * rclone's Duration: Go's syntax ({@code 1h30m}, {@code 500ms}), else one number of days {@code d},
 * weeks {@code w}, months {@code M} of 30 days or years {@code y} of 365, else bare seconds, else
 * {@code off}. Mind that {@code m} is minutes and {@code M} months.
 */
final class DurationGrammar {
  /** What "off" stands for: longer than anything runs, and still a number of nanoseconds. */
  static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private static final String NUMBER = "(\\d+\\.?\\d*|\\.\\d+)";
  private static final Pattern GO_TERM = Pattern.compile(NUMBER + "(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern GO = Pattern.compile("\\+?(?:" + GO_TERM.pattern() + ")+");
  private static final Pattern SINGLE = Pattern.compile("\\+?" + NUMBER + "(d|w|M|y|)");
  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ns", Duration.ofNanos(1)),
          Map.entry("us", Duration.ofNanos(1_000)),
          Map.entry("µs", Duration.ofNanos(1_000)),
          Map.entry("μs", Duration.ofNanos(1_000)),
          Map.entry("ms", Duration.ofMillis(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("w", Duration.ofDays(7)),
          Map.entry("M", Duration.ofDays(30)),
          Map.entry("y", Duration.ofDays(365)));
  private static final int LONGEST = 60;

  private DurationGrammar() {}

  static Duration parse(String text) {
    if (text.equals("off")) {
      return FOREVER;
    }
    if (text.length() > LONGEST) {
      throw notADuration(text);
    }
    Matcher single = SINGLE.matcher(text);
    if (single.matches()) {
      return inRange(text, nanos(single));
    }
    if (!GO.matcher(text).matches()) {
      throw notADuration(text);
    }
    BigDecimal sum =
        GO_TERM
            .matcher(text)
            .results()
            .map(DurationGrammar::nanos)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return inRange(text, sum);
  }

  private static BigDecimal nanos(MatchResult term) {
    return new BigDecimal(term.group(1))
        .multiply(BigDecimal.valueOf(UNITS.get(term.group(2)).toNanos()));
  }

  private static Duration inRange(String text, BigDecimal nanos) {
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 292 years; write off");
    }
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static IllegalArgumentException notADuration(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no duration such as 5s, 1h30m, 500ms, 2d, 1w, 30 (seconds) or off");
  }
}
