package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class S3ConfigTest {
  private static final Credentials SECRETS =
      new Credentials.Static("AK", "very-secret", Optional.of("session-secret"));

  @Test
  void toString_secrets_areNotShown() {
    String shown = S3Config.ofBucket("b").at(URI.create("http://h:1"), "r", SECRETS).toString();
    assertThat(shown).contains("AK").doesNotContain("secret");
  }

  @Test
  void new_prefixWithoutSlash_isRefused() {
    assertThatThrownBy(() -> S3Config.ofBucket("b").withPrefix("p"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p");
  }

  @Test
  void new_endpointThatIsNoWebAddress_isRefused() {
    for (String endpoint : new String[] {"host:9000", "ftp://host", "http:///path"}) {
      assertThatThrownBy(() -> S3Config.ofBucket("b").at(URI.create(endpoint), "r", SECRETS))
          .as(endpoint)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
