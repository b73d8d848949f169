package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.cli.exit.ExitCode;
import io.tpmount.cli.flag.ProcessIdentity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything here ends before anything is mounted. */
final class CommandLineInterfaceTest {
  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitCode run(String line) {
    Surroundings around =
        new Surroundings(
            Map.of("XDG_RUNTIME_DIR", home.toString()),
            home,
            new ProcessIdentity(12345, 12345, 022),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new CommandLineInterface(around)
        .run(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Usage: tpmount",
        "bucket | Missing required parameter: 'MOUNTPOINT'",
        "bucket /mnt/x more | one argument too many",
        "bucket /mnt/x --vfs-cach-mode full | unknown flag --vfs-cach-mode, nearest:"
            + " --vfs-cache-mode",
        "bucket /mnt/x --qqq=hunter2 | unknown flag --qqq",
        "bucket /mnt/x --vfs-read-ahead 32X | --vfs-read-ahead: '32X' is no size",
        "bucket /mnt/x --vfs-write-back soon | --vfs-write-back: 'soon' is no duration",
        "bucket /mnt/x --cache-dir --vfs-cache-max-size | --cache-dir",
        "bucket /mnt/x --s3-secret-access-key hunter2 | --s3-secret-access-key: every user",
        "bucket /mnt/x --endpoint http://user:hunter2@host | the endpoint is no address",
        "bucket /mnt/x --endpoint ftp://host | the endpoint is no address",
        ":s3,secret_access_key=hunter2:bucket /mnt/x | REMOTE is a connection string",
        "name: /mnt/x | names no bucket",
        "bucket//x /mnt/x | cannot be a prefix",
        "bucket /mnt/x -o uid | needs a value",
        "status | Missing required parameter: 'MOUNTPOINT'",
        "unmount /mnt/x --force | unknown flag --force",
      })
  void run_badUsage_isToldAndExits2(String line, String message) {
    assertThat(run(line)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message).doesNotContain("hunter2");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other:bucket /mnt/x | no remote 'other'",
        "bucket /mnt/x --config /no/such.conf | config file /no/such.conf does not exist",
        "status /mnt | no tpmount of this user serves /mnt",
        "unmount /mnt | no tpmount of this user serves /mnt",
      })
  void run_refused_isToldAndExits1(String line, String message) {
    assertThat(run(line)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"--help", "mount --help", "bucket --help", "status --help", "unmount -h"})
  void run_help_goesToStandardOutput(String line) {
    assertThat(run(line)).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("tpmount");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void run_mountHelp_showsTheMostUsedFirst() {
    run("mount --help");

    assertThat(out.toString())
        .containsSubsequence("Most used:", "--cache-dir", "The store:", "--vfs-read-chunk-size");
    assertThat(out.toString().lines()).allMatch(text -> text.length() <= 100);
  }

  @ParameterizedTest
  @CsvSource({"version", "--version"})
  void run_version_namesJava(String line) {
    assertThat(run(line)).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("tpmount ").contains("java 25");
  }
}
