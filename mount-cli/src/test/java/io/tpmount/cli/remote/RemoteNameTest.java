package io.tpmount.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteNameTest {
  @ParameterizedTest
  @CsvSource({
    "bucket, bucket, ''",
    "bucket/, bucket, ''",
    "bucket/a, bucket, a",
    "bucket/a/b/, bucket, a/b",
    "my.bucket-1/é x, my.bucket-1, é x"
  })
  void parse_withoutColon_isPlain(String text, String bucket, String prefix) {
    assertThat(RemoteName.parse(text))
        .isEqualTo(new RemoteName.Plain(new BucketPath(bucket, prefix)));
  }

  @ParameterizedTest
  @CsvSource({
    "tp:bucket, tp, bucket, ''",
    "tp:/bucket/a, tp, bucket, a",
    "my remote:bucket/a:b, my remote, bucket, a:b"
  })
  void parse_withColon_isConfigured(String text, String section, String bucket, String prefix) {
    assertThat(RemoteName.parse(text))
        .isEqualTo(new RemoteName.Configured(section, new BucketPath(bucket, prefix)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "tp:",
        "tp:/",
        "b",
        "-x",
        "bu cket",
        "bucket//a",
        "bucket/../a",
        "bucket/a//b"
      })
  void parse_noBucketOrPrefix_isUsage(String text) {
    assertThatThrownBy(() -> RemoteName.parse(text)).isInstanceOf(CommandFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":s3,secret_access_key=hunter2:b",
        "tp,secret_access_key=hunter2:b",
        "s3://hunter2"
      })
  void parse_connectionStringOrUrl_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> RemoteName.parse(text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("REMOTE is a")
        .hasMessageNotContaining("hunter2");
  }
}
