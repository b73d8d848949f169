package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.jnr.JnrDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a process that was killed leaves behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StaleMountIT {
  @RegisterExtension final Mounted mounted = new Mounted();

  /** Another JVM that mounts, says so, and serves until it is killed. */
  static final class Serving {
    private Serving() {}

    public static void main(String[] arguments) throws Exception {
      MountOptions options = MountOptions.at(Path.of(arguments[0]), "tpmount:other");
      try (FuseServer server = FuseServer.mount(new JnrDriver(), new MemoryVfs(), options)) {
        System.out.println("mounted");
        server.awaitUnmounted();
      }
    }
  }

  private Process serveElsewhere(Path mountPoint) throws Exception {
    Process other = mounted.start(Children.java(Serving.class, mountPoint));
    assertThat(other.inputReader().lines().anyMatch("mounted"::equals)).as("mounted").isTrue();
    return other;
  }

  @Test
  void mount_overDeadMount_replacesIt() throws Exception {
    MountOptions options = mounted.options();
    Process killed = serveElsewhere(options.mountPoint());
    killed.destroyForcibly().waitFor();
    assertThatThrownBy(() -> Files.getFileStore(options.mountPoint()).getTotalSpace())
        .hasMessageContaining("not connected");
    FuseServer server = mounted.serve(new MemoryVfs(), options);
    Files.writeString(server.mountPoint().resolve("a"), "x");
    server.unmount(UnmountMode.CLEAN);
    server.awaitUnmounted();
    assertThat(options.mountPoint()).isEmptyDirectory();
  }

  @Test
  void mount_overLiveMount_isRefused() throws Exception {
    MountOptions options = mounted.options();
    Process other = serveElsewhere(options.mountPoint());
    assertThatThrownBy(() -> MountPointCheck.check(options.with(MountOptions.Flag.ALLOW_NON_EMPTY)))
        .isInstanceOfSatisfying(
            MountException.class,
            e -> assertThat(e.reason()).isEqualTo(MountException.Reason.ALREADY_MOUNTED))
        .hasMessageContaining("tpmount:other");
    mounted.start("umount", options.mountPoint().toString()).waitFor();
    assertThat(other.waitFor()).isZero();
  }
}
