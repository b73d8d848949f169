package io.tpmount.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RcloneConfTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a\\b",
        "ends\\",
        "a;b",
        "a#b",
        "a=b",
        "a:b",
        "a b",
        "\"quoted\"",
        "'x'",
        "é",
        "%20"
      })
  void parse_anyValue_isKeptByteForByte(String value) {
    RcloneConf conf =
        RcloneConf.parse("x", "[tp]\nsecret_access_key = " + value + "\nregion = r\n");

    assertThat(conf.section("tp")).contains(Map.of("secret_access_key", value, "region", "r"));
  }

  @Test
  void parse_wholeFile_readsSectionsAsRcloneDoes() {
    RcloneConf conf =
        RcloneConf.parse(
            "x",
            """
            \uFEFF# comment
            ; another
            [ a ]
            type=s3
              key  :  one\t
            key = two
            empty =
            back = ` spaces `
            triple = \"""t\"""

            [b]
            """);

    assertThat(conf.section("a"))
        .contains(
            Map.of("type", "s3", "key", "two", "empty", "", "back", " spaces ", "triple", "t"));
    assertThat(conf.section("b")).contains(Map.of());
    assertThat(conf.section("A")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "[tp]\nhunter2", "key = hunter2", "[tp]\n= hunter2"})
  void parse_malformed_namesTheLineButNotItsText(String text) {
    assertThatThrownBy(() -> RcloneConf.parse("/etc/r.conf", text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("/etc/r.conf line ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void parse_encrypted_isRefusedClearly() {
    assertThatThrownBy(
            () ->
                RcloneConf.parse(
                    "r", "# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nQQ"))
        .hasMessageContaining("is encrypted");
  }

  @Test
  void read_absentFile_isNamed(@TempDir Path dir) {
    assertThatThrownBy(() -> RcloneConf.read(dir.resolve("none.conf")))
        .hasMessageContaining("none.conf does not exist");
  }

  @Test
  void read_notUtf8_isRefused(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("r.conf"), new byte[] {'[', (byte) 0xff, ']'});

    assertThatThrownBy(() -> RcloneConf.read(file)).hasMessageContaining("not UTF-8");
  }
}
