package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.MountException.Reason;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.MountTable;
import io.tpmount.vfs.FsStat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Refusals, which leave nothing mounted, and the options that lift them. */
@Tag("jnr")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MountFailureIT {
  @RegisterExtension final Mounted mounted = new Mounted();
  @TempDir Path temporary;

  private void assertRefused(MountOptions options, Reason reason, String named) {
    assertThatThrownBy(() -> mounted.serve(new MemoryVfs(), options))
        .isInstanceOfSatisfying(MountException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(named);
  }

  @Test
  void mount_missingDirectory_isRefused() {
    Path missing = temporary.resolve("missing");
    assertRefused(MountOptions.at(missing, "s"), Reason.MOUNT_POINT_MISSING, missing.toString());
  }

  @Test
  void mount_file_isRefused() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertRefused(MountOptions.at(file, "s"), Reason.NOT_A_DIRECTORY, file.toString());
  }

  @Test
  void mount_nonEmpty_isRefusedUnlessAllowed() throws Exception {
    MountOptions options = mounted.options();
    Path hidden = Files.writeString(options.mountPoint().resolve("hidden"), "x");
    assertRefused(options, Reason.NOT_EMPTY, options.mountPoint().toString());
    FuseServer server = mounted.serve(new MemoryVfs(), options.with(Flag.ALLOW_NON_EMPTY));
    assertThat(hidden).doesNotExist();
    server.unmount(UnmountMode.CLEAN);
    Files.delete(hidden);
  }

  /** Answers everything but statfs. */
  private static final class Hanging extends MemoryVfs {
    @Override
    public CompletableFuture<FsStat> statfs() {
      return new CompletableFuture<>();
    }
  }

  @Test
  void mount_overHangingMount_isRefusedInTime() throws Exception {
    FuseServer server = mounted.serve(new Hanging());
    assertRefused(
        MountOptions.at(server.mountPoint(), "s"), Reason.ALREADY_MOUNTED, "does not answer");
  }

  @Test
  void mount_unknownOption_isRefusedByName() throws Exception {
    assertRefused(
        mounted.options().withExtra(List.of("no_such_thing=1")),
        Reason.BAD_OPTION,
        "no_such_thing=1");
  }

  @Test
  void mount_optionsOfOtherDrivers_areAccepted() throws Exception {
    FuseServer server =
        mounted.serve(
            new MemoryVfs(),
            mounted
                .options()
                .withExtra(
                    List.of("writeback_cache", "splice_read", "noatime", "max_readahead=65536")));
    Files.writeString(server.mountPoint().resolve("a"), "x");
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .contains(server.mountPoint() + " rw,nosuid,nodev,noatime");
  }

  @Test
  void mount_readOnly_isErofs() throws Exception {
    FuseServer server = mounted.serve(new MemoryVfs(), mounted.options().with(Flag.READ_ONLY));
    assertThatThrownBy(() -> Files.createFile(server.mountPoint().resolve("a")))
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void mount_sourceWithComma_isShownWhole() throws Exception {
    FuseServer server =
        mounted.serve(new MemoryVfs(), MountOptions.at(mounted.mountPoint(), "tpmount:a,b\\c"));
    assertThat(Files.getFileStore(server.mountPoint()).name()).contains("a,b\\c");
  }

  @Test
  void mount_localLocks_grantsExclusiveOnes() throws Exception {
    FuseServer server = mounted.serve(new MemoryVfs(), mounted.options().with(Flag.LOCAL_LOCKS));
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    assertThat(Children.output(mounted.start("flock", "-x", file.toString(), "echo", "got it")))
        .isEqualTo("got it");
  }

  @Test
  void mount_readAhead_isRaised() throws Exception {
    FuseServer server = mounted.serve(new MemoryVfs());
    var mount = MountTable.read().at(server.mountPoint()).orElseThrow();
    assertThat(Path.of("/sys/class/bdi", mount.device(), "read_ahead_kb"))
        .content()
        .isEqualToIgnoringNewLines("1024");
  }
}
