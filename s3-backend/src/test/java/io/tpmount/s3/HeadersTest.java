package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text forms of what headers carry. */
final class HeadersTest {
  @ParameterizedTest
  @CsvSource({
    "2023-11-14T22:13:20.123456789Z, 1700000000.123456789",
    "2023-11-14T22:13:20Z, 1700000000",
    "2023-11-14T22:13:20.5Z, 1700000000.5",
    "1969-12-31T23:59:58.250Z, -1.75",
    "1970-01-01T00:00:00Z, 0",
    "2001-09-09T01:46:40Z, 1000000000"
  })
  void mtime_formattedAndParsed_isAsRcloneWritesIt(Instant time, String text) {
    assertThat(Mtimes.format(time)).isEqualTo(text);
    assertThat(Mtimes.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1e999999999", "1.", ".5", "99999999999999999", "1 ", "NaN"})
  void mtime_nonsense_isNone(String text) {
    assertThat(Mtimes.parse(text)).isEmpty();
  }

  @Test
  void mtime_finerThanANanosecond_isCut() {
    assertThat(Mtimes.parse("1.1234567899")).contains(Instant.ofEpochSecond(1, 123456789));
  }

  @Test
  void mtime_nameInAnyCase_isFound() {
    assertThat(Mtimes.of(Map.of("Mtime", "7"))).contains(Instant.ofEpochSecond(7));
    assertThat(Mtimes.of(Map.of("other", "7"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'\"abc\"', abc", "abc, abc", "'\"a-2\"', a-2", "'W/\"abc\"', 'W/\"abc\"'"})
  void etag_parsed_losesItsQuotes(String header, String value) {
    assertThat(ETags.parse(header)).contains(new ETag(value));
  }

  @Test
  void etag_emptyOrAbsent_isNone() {
    assertThat(ETags.parse(null)).isEmpty();
    assertThat(ETags.parse("\"\"")).isEmpty();
  }

  @Test
  void etag_forACondition_isQuotedOnce() {
    assertThat(ETags.quoted(new ETag("abc"))).isEqualTo("\"abc\"");
    assertThat(ETags.quoted(new ETag("W/\"abc\""))).isEqualTo("W/\"abc\"");
  }

  @Test
  void contentRange_wellFormed_isParsed() {
    assertThat(ContentRange.parse("bytes 5-9/100"))
        .contains(new ContentRange(new ByteRange(5, 5), 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes */100",
        "bytes 0-9/*",
        "bytes 9-5/100",
        "bytes 0-100/100",
        "bytes 0-9/99999999999999999999",
        "items 0-9/100"
      })
  void contentRange_anythingElse_isNone(String header) {
    assertThat(ContentRange.parse(header)).isEmpty();
  }

  @Test
  void retryAfter_secondsOrDate_isADuration() {
    Instant now = Instant.parse("2023-01-02T03:04:05Z");
    assertThat(RetryAfter.parse("7", now)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Mon, 02 Jan 2023 03:04:15 GMT", now))
        .contains(Duration.ofSeconds(10));
  }

  @Test
  void retryAfter_pastOrNonsense_isNone() {
    Instant now = Instant.parse("2023-01-02T03:04:05Z");
    assertThat(RetryAfter.parse("0", now)).isEmpty();
    assertThat(RetryAfter.parse("-5", now)).isEmpty();
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
    assertThat(RetryAfter.parse("Mon, 02 Jan 2023 03:00:00 GMT", now)).isEmpty();
  }

  @Test
  void keySpace_keysOfOthers_areOutside() {
    KeySpace keys = new KeySpace("p/");
    assertThat(keys.inBucket("a")).isEqualTo("p/a");
    assertThat(keys.relative("p/a")).isEqualTo(Optional.of("a"));
    assertThat(keys.relative("q/a")).isEmpty();
  }
}
