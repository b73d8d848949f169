package io.tpmount.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.s3.Addressing;
import io.tpmount.s3.Credentials;
import io.tpmount.s3.RateLimit;
import io.tpmount.s3.S3Config;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreConfigTest {
  private static S3Config of(String remote, String section, String... flagAndValue) {
    Map<String, List<String>> line = new HashMap<>();
    for (int i = 0; i < flagAndValue.length; i += 2) {
      line.put(flagAndValue[i], List.of(flagAndValue[i + 1]));
    }
    FlagValues values = FlagValues.check(line, Map.of());
    RcloneConf conf = RcloneConf.parse("f", "[tp]\ntype = s3\n" + section);
    return StoreConfig.of(RemoteSettings.resolve(RemoteName.parse(remote), values, conf), values);
  }

  @Test
  void of_plainBucket_usesTheChainAndAws() {
    S3Config config = of("bucket", "");

    assertThat(config.bucket()).isEqualTo("bucket");
    assertThat(config.prefix()).isEmpty();
    assertThat(config.endpoint()).isEmpty();
    assertThat(config.region()).isEmpty();
    assertThat(config.addressing()).isEqualTo(Addressing.AUTO);
    assertThat(config.credentials()).isEqualTo(new Credentials.DefaultChain(Optional.empty()));
  }

  @Test
  void of_flags_takeEffect() {
    S3Config config =
        of(
            "bucket/a/b",
            "",
            "--endpoint",
            "http://h:9000",
            "--region",
            "any thing",
            "--aws-profile",
            "p",
            "--force-path-style",
            "false",
            "--tpslimit",
            "2.5",
            "--tpslimit-burst",
            "4");

    assertThat(config.prefix()).isEqualTo("a/b/");
    assertThat(config.endpoint()).contains(URI.create("http://h:9000"));
    assertThat(config.region()).contains("any thing");
    assertThat(config.addressing()).isEqualTo(Addressing.VIRTUAL_HOST);
    assertThat(config.credentials()).isEqualTo(new Credentials.DefaultChain(Optional.of("p")));
    assertThat(config.limits().rate()).isEqualTo(new RateLimit(2.5, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "'', PATH",
    "provider = Other, PATH",
    "provider = Minio, PATH",
    "provider = Ceph, PATH",
    "provider = Cloudflare, PATH",
    "provider = AWS, VIRTUAL_HOST",
    "provider = Wasabi, VIRTUAL_HOST",
    "force_path_style = true, PATH",
    "force_path_style = false, VIRTUAL_HOST",
  })
  void of_section_addressesAsRcloneDoes(String line, Addressing addressing) {
    assertThat(of("tp:bucket", line).addressing()).isEqualTo(addressing);
  }

  @Test
  void of_sectionWithoutRegion_signsWithRclonesDefault() {
    assertThat(of("tp:bucket", "").region()).contains("us-east-1");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.example.com, https://s3.example.com",
    "http://10.0.0.1:9000, http://10.0.0.1:9000",
    "https://h/base, https://h/base"
  })
  void of_endpoint_isHttpsUnlessItSays(String text, URI uri) {
    assertThat(of("bucket", "", "--endpoint", text).endpoint()).contains(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:hunter2@h", "ftp://hunter2", "http://", "http://h?hunter2", "h h"})
  void of_badEndpoint_isUsageWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> of("bucket", "", "--endpoint", text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void of_keysOfSection_areUsed() {
    S3Config config = of("tp:bucket", "access_key_id = a\nsecret_access_key = b\\;#c\n");

    assertThat(config.credentials())
        .isEqualTo(new Credentials.Static("a", "b\\;#c", Optional.empty()));
    assertThat(config.toString()).doesNotContain(";#c");
  }

  @Test
  void of_obscuredSecret_isRevealed() {
    String obscured = Obscuring.obscure("a-secret-of-enough-length");

    assertThat(of("tp:bucket", "access_key_id = a\nsecret_access_key = " + obscured).credentials())
        .isEqualTo(new Credentials.Static("a", "a-secret-of-enough-length", Optional.empty()));
  }

  @Test
  void of_noKeys_isAnonymousOrTheChain() {
    assertThat(of("tp:bucket", "").credentials()).isEqualTo(new Credentials.Anonymous());
    assertThat(of("tp:bucket", "env_auth = true").credentials())
        .isEqualTo(new Credentials.DefaultChain(Optional.empty()));
    assertThat(of("tp:bucket", "profile = p").credentials())
        .isEqualTo(new Credentials.DefaultChain(Optional.of("p")));
    assertThat(of("bucket", "", "--no-sign-request", "true").credentials())
        .isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void of_halfAKeyPair_isRefused() {
    assertThatThrownBy(() -> of("tp:bucket", "secret_access_key = hunter2"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("both are needed")
        .hasMessageNotContaining("hunter2");
  }
}
