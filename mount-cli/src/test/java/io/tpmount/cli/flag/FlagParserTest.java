package io.tpmount.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.unit.ByteSize;
import io.tpmount.vfs.write.WriteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

final class FlagParserTest {
  private static FlagValues parse(String... args) {
    return parseWith(Map.of(), args);
  }

  private static FlagValues parseWith(Map<String, String> variables, String... args) {
    CommandSpec spec = CommandSpec.create();
    FlagParser.addFlags(spec);
    return FlagParser.read(new CommandLine(spec).parseArgs(args), variables);
  }

  @Test
  void read_nothing_givesTheComponentsOwnDefaults() {
    FlagValues values = parse();

    assertThat(ReadFlags.options(values)).isEqualTo(ReadOptions.DEFAULT);
    assertThat(WriteFlags.options(values)).isEqualTo(WriteOptions.DEFAULT);
    assertThat(NameFlags.namespace(values)).isEqualTo(NamespaceOptions.DEFAULT);
  }

  @Test
  void read_equalsAndSpace_meanTheSame() {
    assertThat(parse("--vfs-read-ahead=1M").get(ReadFlags.READ_AHEAD)).isEqualTo(ByteSize.ofMib(1));
    assertThat(parse("--vfs-read-ahead", "1M").get(ReadFlags.READ_AHEAD))
        .isEqualTo(ByteSize.ofMib(1));
  }

  @Test
  void read_repeated_lastWins() {
    assertThat(parse("--transfers", "3", "--transfers=4").get(WriteFlags.TRANSFERS)).isEqualTo(4);
  }

  @Test
  void read_repeatable_keepsAll() {
    assertThat(parse("-o", "ro", "-oallow_other", "--option=umask=022").all(MountFlags.OPTION))
        .containsExactly("ro", "allow_other", "umask=022");
  }

  @ParameterizedTest
  @CsvSource({
    "--read-only, true",
    "--read-only=true, true",
    "--read-only=1, true",
    "--read-only=false, false",
    "--read-only=0, false"
  })
  void read_switch_followsItsValue(String argument, boolean expected) {
    assertThat(parse(argument).get(MountFlags.READ_ONLY)).isEqualTo(expected);
  }

  @Test
  void read_switchFollowedByWord_leavesTheWord() {
    assertThatThrownBy(() -> parse("--read-only", "false"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cache-dir --vfs-cache-max-size",
        "--cache-dir --no-such-flag",
        "--cache-dir=--vfs-cache-max-size"
      })
  void read_valueBeginningWithDashes_isRefused(String line) {
    assertThatThrownBy(() -> parse(line.split(" ", -1)))
        .isInstanceOfAny(ParameterException.class, CommandFailure.class)
        .hasMessageContaining("--cache-dir");
  }

  @ParameterizedTest
  @CsvSource({
    "--vfs-read-ahead=32X, 32X",
    "--vfs-write-back=soon, soon",
    "--umask=888, 888",
    "--transfers=0, at least 1",
    "--s3-chunk-size=1M, 5M to 5G",
    "--s3-upload-cutoff=6G, at most 5G",
    "--vfs-read-chunk-size=0, above 0",
    "--read-only=maybe, maybe",
    "--log-level=LOUD, LOUD",
    "--vfs-cache-mode=most, most",
    "--tpslimit=-1, -1",
    "--cache-dir=, needs a value",
    "--s3-acl=public-read, not implemented"
  })
  void read_badValue_namesTheFlagAndTheFault(String argument, String fault) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(argument.split("=", 2)[0])
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--s3-secret-access-key", "--s3-access-key-id", "--s3-session-token"})
  void read_secretInFlag_isRefusedWithoutRepeatingIt(String flag) {
    assertThatThrownBy(() -> parse(flag, "hunter2"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(flag)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void read_customerKeyInFlag_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> parse("--s3-sse-customer-key=hunter2"))
        .hasMessageContaining("--s3-sse-customer-key")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void read_variable_standsInForItsFlag() {
    Map<String, String> variables =
        Map.of("RCLONE_VFS_WRITE_BACK", "7s", "RCLONE_READ_ONLY", "true", "RCLONE_TRANSFERS", "9");

    FlagValues values = parseWith(variables, "--transfers=5");

    assertThat(values.get(WriteFlags.WRITE_BACK)).isEqualTo(Duration.ofSeconds(7));
    assertThat(values.get(MountFlags.READ_ONLY)).isTrue();
    assertThat(values.get(WriteFlags.TRANSFERS)).isEqualTo(5);
  }

  @Test
  void read_badVariable_isNamed() {
    assertThatThrownBy(() -> parseWith(Map.of("RCLONE_VFS_WRITE_BACK", "soon")))
        .hasMessageContaining("RCLONE_VFS_WRITE_BACK")
        .hasMessageContaining("soon");
  }

  @Test
  void read_referenceCommand_takesEffectOrSaysNot() {
    FlagValues values = parse(ReferenceCommand.FLAGS);

    assertThat(ReadFlags.options(values)).isEqualTo(ReadOptions.DEFAULT);
    assertThat(WriteFlags.options(values)).isEqualTo(WriteOptions.DEFAULT);
    assertThat(CacheFlags.options(values, Path.of("/cache")).maxSize())
        .isEqualTo(ByteSize.ofKib(1_000_000));
    assertThat(NameFlags.shown(values, new ProcessIdentity(7, 8, 022)).filePermissions())
        .isEqualTo(0666);
    assertThat(values.all(MountFlags.FUSE_FLAG)).hasSize(5);
    assertThat(values.givenWithoutEffect())
        .extracting(Flag::name)
        .containsExactlyInAnyOrder(
            "--no-unicode-normalization",
            "--vfs-fast-fingerprint",
            "--vfs-cache-mode",
            "--no-modtime",
            "--vfs-cache-poll-interval",
            "--no-checksum",
            "--ignore-checksum",
            "--s3-disable-checksum",
            "--buffer-size",
            "--copy-links",
            "--max-backlog",
            "--use-mmap");
  }
}
