package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.flag.Preset;
import io.tpmount.cli.flag.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DryRunTest {
  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private String print(Map<String, String> variables, String... arguments) {
    Surroundings around =
        new Surroundings(
            variables,
            home,
            new ProcessIdentity(12345, 12345, 022),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    assertThat(new CommandLineInterface(around).run(arguments))
        .as(err.toString())
        .isEqualTo(ExitCode.DONE);
    return out.toString();
  }

  private static String line(String text, String flag) {
    return text.lines().filter(line -> line.startsWith(flag + " ")).findFirst().orElse("");
  }

  @Test
  void dryRun_eachOrigin_isNamed() throws IOException {
    Path conf = home.resolve("rclone.conf");
    Files.writeString(
        conf,
        """
        [tp]
        type = s3
        access_key_id = key
        secret_access_key = hunter2
        endpoint = http://127.0.0.1:1
        chunk_size = 8M
        """);

    String text =
        print(
            Map.of("TPMOUNT_TRANSFERS", "3", "RCLONE_TRANSFERS", "4", "RCLONE_CHECKERS", "5"),
            "tp:bucket",
            "/mnt/x",
            "--config=" + conf,
            "--vfs-read-ahead=1M",
            "--profile=shared",
            "--dry-run");

    assertThat(line(text, "--vfs-read-ahead")).contains("1M").endsWith("flag");
    assertThat(line(text, "--transfers")).contains(" 3 ").endsWith("TPMOUNT_TRANSFERS");
    assertThat(line(text, "--checkers")).contains(" 5 ").endsWith("RCLONE_CHECKERS");
    assertThat(line(text, "--s3-chunk-size")).contains("8M").endsWith("remote");
    assertThat(line(text, "--dir-cache-time")).contains("10s").endsWith("profile shared");
    assertThat(line(text, "--vfs-read-chunk-streams")).contains(" 8 ").endsWith("default");
    assertThat(text)
        .contains("a key pair")
        .contains("http://127.0.0.1:1")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void dryRun_everyPreset_setsWhatItSays(Preset preset) {
    String text =
        print(
            Map.of(),
            "bucket",
            "/mnt/x",
            "--profile=" + preset.name().toLowerCase(Locale.ROOT),
            "--dry-run");

    assertThat(text).contains("note: --profile").contains(preset.toString());
    for (String pair : preset.toString().split(" ", -1)) {
      String[] parts = pair.split("=", 2);
      assertThat(line(text, parts[0])).contains(parts[1]).contains("profile");
    }
  }

  @Test
  void completion_ofBash_knowsVerbsAndFlags() {
    assertThat(print(Map.of(), "completion")).contains("--vfs-read-ahead").contains("unmount");
  }
}
