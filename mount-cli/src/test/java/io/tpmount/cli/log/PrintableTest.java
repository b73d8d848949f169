package io.tpmount.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void of_textThatShows_isUnchanged() {
    assertThat(Printable.of("a b/é/日本/🚀")).isEqualTo("a b/é/日本/🚀");
  }

  @Test
  void of_whatDoesNotShow_isWrittenOut() {
    assertThat(Printable.of("a\nb\r\t\u001b[31m\u007f\u009b\u202e\u2028"))
        .isEqualTo("a\\u000ab\\u000d\\u0009\\u001b[31m\\u007f\\u009b\\u202e\\u2028");
  }
}
