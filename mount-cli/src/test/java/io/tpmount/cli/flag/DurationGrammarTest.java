package io.tpmount.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "5s, PT5S",
    "5, PT5S",
    "1.5, PT1.5S",
    "15m, PT15M",
    "24h, PT24H",
    "1h30m, PT1H30M",
    "1h2m3s, PT1H2M3S",
    "1.5m, PT1M30S",
    "1.s, PT1S",
    ".5s, PT0.5S",
    "500ms, PT0.5S",
    "20us, PT0.00002S",
    "20µs, PT0.00002S",
    "7ns, PT0.000000007S",
    "+5s, PT5S",
    "1d, PT24H",
    "1.5d, PT36H",
    "2w, P14D",
    "1M, P30D",
    "1m, PT1M",
    "1y, P365D",
    "0.5y, PT4380H",
  })
  void parse_goodDuration_givesIt(String text, Duration duration) {
    assertThat(DurationGrammar.parse(text)).isEqualTo(duration);
  }

  @Test
  void parse_off_isForever() {
    assertThat(DurationGrammar.parse("off")).isEqualTo(DurationGrammar.FOREVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "1x",
        "5 s",
        "-1s",
        "-1",
        "1d12h",
        "1h-2m",
        "OFF",
        "1H",
        "1e3",
        "1,5s",
        "300y",
        "2020-01-01",
        "99999999999999999999h"
      })
  void parse_badDuration_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> DurationGrammar.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
