package io.tpmount.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObscuredTest {
  @ParameterizedTest
  @CsvSource({
    "YWFhYWFhYWFhYWFhYWFhYQ, ''",
    "YWFhYWFhYWFhYWFhYWFhYXMaGgIlEQ, potato",
    "YmJiYmJiYmJiYmJiYmJiYp3gcEWbAw, potato"
  })
  void reveal_rclonesOwnVectors_givesTheText(String obscured, String text) {
    assertThat(Obscured.reveal(obscured)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aGVsbG8",
        "minioadmin",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab",
        "a\\b;c#d\"e",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void revealed_plainSecret_staysAsItIs(String secret) {
    assertThat(Obscured.revealed(secret)).isEqualTo(secret);
  }

  @Test
  void revealed_shortResult_staysAsItIs() {
    assertThat(Obscured.revealed("YWFhYWFhYWFhYWFhYWFhYXMaGgIlEQ"))
        .isEqualTo("YWFhYWFhYWFhYWFhYWFhYXMaGgIlEQ");
  }
}
