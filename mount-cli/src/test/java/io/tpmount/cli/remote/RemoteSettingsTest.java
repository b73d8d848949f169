package io.tpmount.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.WriteFlags;
import io.tpmount.vfs.unit.ByteSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemoteSettingsTest {
  private static final String FILE = "[tp]\ntype = s3\nendpoint = from-file\n";

  private static RemoteSettings resolve(
      String remote, String file, Map<String, String> variables, String... flagAndValue) {
    Map<String, List<String>> line = new HashMap<>();
    for (int i = 0; i < flagAndValue.length; i += 2) {
      line.put(flagAndValue[i], List.of(flagAndValue[i + 1]));
    }
    return RemoteSettings.resolve(
        RemoteName.parse(remote),
        FlagValues.check(line, variables),
        RcloneConf.parse("/etc/r.conf", file));
  }

  @Test
  void resolve_everyLayer_followsRclonesOrder() {
    Map<String, String> variables = new HashMap<>();
    assertThat(resolve("tp:bucket", FILE, variables).find("endpoint")).contains("from-file");

    variables.put("RCLONE_ENDPOINT", "plain");
    assertThat(resolve("tp:bucket", FILE, variables).find("endpoint")).contains("plain");

    variables.put("RCLONE_S3_ENDPOINT", "backend");
    assertThat(resolve("tp:bucket", FILE, variables).find("endpoint")).contains("backend");

    variables.put("RCLONE_CONFIG_TP_ENDPOINT", "section");
    assertThat(resolve("tp:bucket", FILE, variables).find("endpoint")).contains("section");

    assertThat(resolve("tp:bucket", FILE, variables, "--endpoint", "flag").find("endpoint"))
        .contains("flag");
  }

  @Test
  void resolve_variablesAlone_makeARemote() {
    Map<String, String> variables =
        Map.of("RCLONE_CONFIG_MY_TP_TYPE", "s3", "RCLONE_CONFIG_MY_TP_REGION", "r");

    assertThat(resolve("my-tp:bucket", "", variables).find("region")).contains("r");
  }

  @Test
  void resolve_plain_ignoresSections() {
    assertThat(resolve("bucket", FILE, Map.of()).find("endpoint")).isEmpty();
  }

  @Test
  void resolve_emptyValue_isAbsent() {
    assertThat(resolve("tp:bucket", "[tp]\ntype=s3\nendpoint =\n", Map.of()).find("endpoint"))
        .isEmpty();
  }

  @Test
  void resolve_unknownSection_namesFileSectionAndVariable() {
    assertThatThrownBy(() -> resolve("other:bucket", FILE, Map.of()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("other")
        .hasMessageContaining("/etc/r.conf")
        .hasMessageContaining("RCLONE_CONFIG_OTHER_TYPE");
  }

  @ParameterizedTest
  @CsvSource({
    "type = b2, type b2",
    "v2_auth = true, v2_auth",
    "sse_customer_key = hunter2, sse_customer_key",
    "acl = public-read, acl",
    "versions = true, versions",
    "list_version = 1, list_version",
    "encoding = None, encoding",
    "secret_acess_key = hunter2, secret_acess_key",
  })
  void resolve_keyThatCannotBeHonoured_isRefusedByName(String line, String named) {
    assertThatThrownBy(() -> resolve("tp:bucket", FILE + line + "\n", Map.of()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "storage_class = STANDARD",
    "storage_class =",
    "acl = private",
    "requester_pays = false",
    "list_version = 2",
    "'encoding = Slash,InvalidUtf8,Dot'",
    "no_check_bucket = true",
    "location_constraint = eu",
  })
  void resolve_keyThatChangesNothing_isTaken(String line) {
    assertThat(resolve("tp:bucket", FILE + line + "\n", Map.of()).find("endpoint")).isPresent();
  }

  @Test
  void tuned_keysOfTheRemote_standInForFlags() {
    String file = FILE + "chunk_size = 8M\nupload_concurrency = 3\n";
    RemoteSettings remote = resolve("tp:bucket", file, Map.of());
    FlagValues values = FlagValues.check(Map.of(), Map.of());

    assertThat(WriteFlags.options(remote.tuned(values)).partSize()).isEqualTo(ByteSize.ofMib(8));
    assertThat(WriteFlags.options(remote.tuned(values)).uploadConcurrency()).isEqualTo(3);
  }

  @Test
  void tuned_flagOnTheCommandLine_winsOverTheFile() {
    Map<String, List<String>> line = Map.of("--s3-chunk-size", List.of("16M"));
    FlagValues values = FlagValues.check(line, Map.of());
    RemoteSettings remote =
        RemoteSettings.resolve(
            RemoteName.parse("tp:bucket"),
            values,
            RcloneConf.parse("f", FILE + "chunk_size = 8M\n"));

    assertThat(WriteFlags.options(remote.tuned(values)).partSize()).isEqualTo(ByteSize.ofMib(16));
  }
}
