package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ends of a mount: whoever takes it away, the server notices and is done. */
@Tag("jnr")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnmountIT {
  @RegisterExtension final Mounted mounted = new Mounted();
  private final MemoryVfs vfs = new MemoryVfs();

  private void assertEnded(FuseServer server) throws InterruptedException {
    assertThat(server.awaitUnmounted(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.isMounted()).isFalse();
    assertThat(vfs.openHandles()).isZero();
    assertThat(vfs.outstandingLookups()).isZero();
    // The last of them tells of the end before it ends itself.
    await().untilAsserted(() -> assertThat(fuseThreads()).isZero());
  }

  private static long fuseThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fuse-") && thread.isAlive())
        .filter(thread -> thread.getState() != Thread.State.TERMINATED)
        .count();
  }

  @Test
  void unmount_byFusermount_endsServer() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Process child = mounted.start("fusermount", "-u", server.mountPoint().toString());
    assertThat(Children.output(child)).isEmpty();
    assertEnded(server);
  }

  @Test
  void unmount_byUmount_endsServer() throws Exception {
    FuseServer server = mounted.serve(vfs);
    assertThat(Children.output(mounted.start("umount", server.mountPoint().toString()))).isEmpty();
    assertEnded(server);
  }

  @Test
  void unmount_byServer_endsServer() throws Exception {
    FuseServer server = mounted.serve(vfs);
    server.unmount(UnmountMode.CLEAN);
    assertEnded(server);
    server.unmount(UnmountMode.CLEAN);
    server.close();
    server.close();
  }

  @Test
  void unmount_cleanWhileInUse_isBusyAndGoesOn() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    try (FileChannel open = FileChannel.open(file)) {
      assertThatThrownBy(() -> server.unmount(UnmountMode.CLEAN))
          .isInstanceOfSatisfying(
              UnmountException.class,
              e -> assertThat(e.reason()).isEqualTo(UnmountException.Reason.BUSY));
      assertThat(open.size()).isEqualTo(1);
    }
    server.unmount(UnmountMode.CLEAN);
    assertEnded(server);
  }

  @Test
  void unmount_lazyWhileInUse_endsWithTheLastFile() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    try (FileChannel open = FileChannel.open(file)) {
      server.unmount(UnmountMode.LAZY);
      assertThat(server.isMounted()).isFalse();
      assertThat(server.awaitUnmounted(200, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(open.size()).isEqualTo(1);
    }
    assertEnded(server);
  }

  @Test
  void close_whileInUse_failsTheUserAndReleasesItsFile() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    try (FileChannel open = FileChannel.open(file)) {
      server.close();
      assertEnded(server);
      assertThatThrownBy(open::size).hasMessageContaining("not connected");
      assertThatThrownBy(open::close).hasMessageContaining("not connected");
    }
    assertEnded(server);
  }

  @Test
  void abort_byOthersWhileInUse_endsServerAndRemovesTheDeadMount() throws Exception {
    FuseServer server = mounted.serve(vfs);
    Path file = Files.writeString(server.mountPoint().resolve("a"), "x");
    try (FileChannel open = FileChannel.open(file)) {
      assertThat(Libc.umount2(server.mountPoint().toString(), Libc.MNT_FORCE))
          .isEqualTo(Errno.EBUSY.negated());
      assertEnded(server);
      assertThatThrownBy(open::size).hasMessageContaining("not connected");
      assertThatThrownBy(open::close).hasMessageContaining("not connected");
    }
  }

  @Test
  void mount_manyInOneProcess_areIndependent() throws Exception {
    FuseServer one = mounted.serve(vfs);
    FuseServer two = mounted.serve(new MemoryVfs());
    Files.writeString(one.mountPoint().resolve("a"), "x");
    assertThat(two.mountPoint().resolve("a")).doesNotExist();
    one.unmount(UnmountMode.CLEAN);
    one.awaitUnmounted();
    Files.writeString(two.mountPoint().resolve("b"), "y");
    two.unmount(UnmountMode.CLEAN);
    two.awaitUnmounted();
  }
}
