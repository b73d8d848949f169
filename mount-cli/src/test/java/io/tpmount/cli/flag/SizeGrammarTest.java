package io.tpmount.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.unit.ByteSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizeGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0b, 0",
    "1, 1024",
    "100, 102400",
    "+3, 3072",
    "1.5, 1536",
    ".5, 512",
    "1b, 1",
    "100B, 100",
    "1k, 1024",
    "1K, 1024",
    "1Ki, 1024",
    "1KiB, 1024",
    "32M, 33554432",
    "32m, 33554432",
    "32Mi, 33554432",
    "32MiB, 33554432",
    "1.5Gi, 1610612736",
    "50G, 53687091200",
    "2T, 2199023255552",
    "1P, 1125899906842624",
    "1E, 1152921504606846976",
    "0.5b, 0",
  })
  void parse_goodSize_givesBytes(String text, long bytes) {
    assertThat(SizeGrammar.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", "Off"})
  void parse_off_isUnlimited(String text) {
    assertThat(SizeGrammar.parse(text).isUnlimited()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-1M",
        "32MB",
        "32GB",
        "32X",
        "M",
        "32 M",
        "1,5G",
        "1.2.3M",
        "i",
        "1i",
        "0x10",
        "1e3",
        "NaN",
        "inf",
        "16E",
        "9223372036854775807",
        "99999999999999999999999999999999999999999M"
      })
  void parse_badSize_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> SizeGrammar.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
