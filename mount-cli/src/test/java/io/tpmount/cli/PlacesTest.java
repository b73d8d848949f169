package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacesTest {
  private static final Path MOUNT_POINT = Path.of("/mnt/x");

  @TempDir private Path home;

  private Places places(int uid, Map<String, List<String>> line, Map<String, String> variables) {
    Surroundings around =
        new Surroundings(
            variables,
            home,
            new ProcessIdentity(uid, uid, 022),
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()));
    return new Places(FlagValues.check(line, variables), around);
  }

  @Test
  void defaults_root_areTheSystems() {
    Places places = places(0, Map.of("--daemon", List.of("true")), Map.of());

    assertThat(places.cacheDirectory()).isEqualTo(Path.of("/var/cache/tpmount"));
    assertThat(places.logFile(MOUNT_POINT)).contains(Path.of("/var/log/tpmount/mnt-x.log"));
  }

  @Test
  void defaults_user_areTheirOwn() {
    Places places = places(7, Map.of("--daemon", List.of("true")), Map.of());

    assertThat(places.cacheDirectory()).isEqualTo(home.resolve(".cache/tpmount"));
    assertThat(places.logFile(MOUNT_POINT))
        .contains(home.resolve(".local/state/tpmount/mnt-x.log"));
  }

  @Test
  void logFile_foreground_isStandardError() {
    assertThat(places(0, Map.of(), Map.of()).logFile(MOUNT_POINT)).isEmpty();
  }

  @Test
  void rcloneConf_notAsked_isReadWhereItExists() throws IOException {
    assertThat(places(7, Map.of(), Map.of()).rcloneConf()).isEmpty();

    Path conf = home.resolve(".config/rclone/rclone.conf");
    Files.createDirectories(conf.getParent());
    Files.createFile(conf);

    assertThat(places(7, Map.of(), Map.of()).rcloneConf()).contains(conf);
    assertThat(places(7, Map.of(), Map.of("RCLONE_CONFIG", "/else")).rcloneConf())
        .contains(Path.of("/else"));
  }

  @Test
  void rcloneConf_askedForNone_isNone() {
    for (String none : List.of("", "/dev/null", "/some/notfound")) {
      assertThat(places(7, Map.of("--config", List.of(none)), Map.of()).rcloneConf()).isEmpty();
    }
  }
}
