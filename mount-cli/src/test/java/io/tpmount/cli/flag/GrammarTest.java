package io.tpmount.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.log.Threshold;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrammarTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "0000, 0", "022, 18", "0022, 18", "777, 511", "0777, 511"})
  void mode_octal_givesIt(String text, int mode) {
    assertThat(Grammar.MODE.parse(text)).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0o22", "0x12", "1000", "7777", "-1", "u=rwx", "99999999999999"})
  void mode_other_isRefused(String text) {
    assertThatThrownBy(() -> Grammar.MODE.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "128, 128", "0x10, 16", "2000000, 2000000"})
  void count_wholeNumber_givesIt(String text, int count) {
    assertThat(Grammar.COUNT.parse(text)).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "many", "2147483648", "1k"})
  void count_other_isRefused(String text) {
    assertThatThrownBy(() -> Grammar.COUNT.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0.5", "10, 10", ".25, 0.25"})
  void rate_number_givesIt(String text, double rate) {
    assertThat(Grammar.RATE.parse(text)).isEqualTo(rate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "NaN", "Infinity", "1f", "x"})
  void rate_other_isRefused(String text) {
    assertThatThrownBy(() -> Grammar.RATE.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "1, true", "T, true", "false, false", "0, false", "False, false"})
  void switch_goBoolean_givesIt(String text, boolean value) {
    assertThat(Grammar.SWITCH.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "no", "on", "2", "tRUE"})
  void switch_other_isRefused(String text) {
    assertThatThrownBy(() -> Grammar.SWITCH.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"INFO, INFO", "info, INFO", "Notice, NOTICE"})
  void oneOf_anyCase_givesIt(String text, Threshold level) {
    assertThat(Grammar.oneOf(Threshold.class).parse(text)).isEqualTo(level);
  }
}
