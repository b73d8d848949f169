package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalChecksTest {
  @TempDir private Path temp;
  private Path mountPoint;

  @BeforeEach
  void prepare() throws IOException {
    mountPoint = Files.createDirectory(temp.resolve("mnt"));
  }

  @Test
  void checkCacheDirectory_missing_isMadeForItsOwner() throws IOException {
    Path cache = temp.resolve("a/b");

    LocalChecks.checkCacheDirectory(cache, mountPoint);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void checkCacheDirectory_belowTheMountPointThroughALink_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), mountPoint);

    assertThatThrownBy(() -> LocalChecks.checkCacheDirectory(link.resolve("c"), mountPoint))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--cache-dir")
        .hasMessageContaining("is below the mount point");
    assertThat(mountPoint).isEmptyDirectory();
  }

  @Test
  void checkCacheDirectory_besideWithTheSameBeginning_isFine() {
    LocalChecks.checkCacheDirectory(temp.resolve("mnt-cache"), mountPoint);

    assertThat(temp.resolve("mnt-cache")).isDirectory();
  }

  @Test
  void checkLogFile_missing_isMade() {
    Path log = temp.resolve("logs/x.log");

    LocalChecks.checkLogFile(log, mountPoint);

    assertThat(log).isEmptyFile();
  }

  @Test
  void checkLogFile_existing_keepsItsLines() throws IOException {
    Path log = Files.writeString(temp.resolve("x.log"), "before");

    LocalChecks.checkLogFile(log, mountPoint);

    assertThat(log).hasContent("before");
  }

  @Test
  void checkLogFile_directory_isRefused() {
    assertThatThrownBy(() -> LocalChecks.checkLogFile(temp, mountPoint))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--log-file " + temp);
  }
}
