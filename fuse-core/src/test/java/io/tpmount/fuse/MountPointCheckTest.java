package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.MountException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointCheckTest {
  @TempDir Path temporary;

  private static void assertRefused(Path mountPoint, Reason reason) {
    assertThatThrownBy(() -> MountPointCheck.check(MountOptions.at(mountPoint, "s")))
        .isInstanceOfSatisfying(MountException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(mountPoint.toString());
  }

  @Test
  void check_missing_isRefused() {
    assertRefused(temporary.resolve("none"), Reason.MOUNT_POINT_MISSING);
    assertRefused(temporary.resolve("none/deeper"), Reason.MOUNT_POINT_MISSING);
  }

  @Test
  void check_file_isRefused() throws Exception {
    assertRefused(Files.createFile(temporary.resolve("f")), Reason.NOT_A_DIRECTORY);
  }

  @Test
  void check_nonEmpty_isRefused() throws Exception {
    Files.createFile(temporary.resolve("f"));
    assertRefused(temporary, Reason.NOT_EMPTY);
  }

  @Test
  void check_root_isRefused() {
    assertRefused(Path.of("/"), Reason.NOT_EMPTY);
  }

  @Test
  void check_mountOfOthers_isRefusedByName() {
    assertRefused(Path.of("/proc"), Reason.ALREADY_MOUNTED);
  }

  @Test
  void resolve_symlinks_areFollowed() throws Exception {
    Path real = Files.createDirectory(temporary.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
    assertThat(MountPointCheck.resolve(link)).isEqualTo(real);
    assertThat(MountPointCheck.resolve(link.resolve("below"))).isEqualTo(real.resolve("below"));
  }
}
