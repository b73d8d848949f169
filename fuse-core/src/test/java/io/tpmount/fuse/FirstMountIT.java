package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstMountIT {
  @RegisterExtension final Mounted mounted = new Mounted();

  @Test
  void mount_writeReadListUnmount_works() throws Exception {
    MemoryVfs vfs = new MemoryVfs();
    FuseServer server = mounted.serve(vfs);
    Path file = server.mountPoint().resolve("a.txt");
    Files.writeString(file, "hello");
    Files.createDirectory(server.mountPoint().resolve("d"));
    assertThat(Files.readString(file)).isEqualTo("hello");
    assertThat(Files.size(file)).isEqualTo(5);
    try (var names = Files.list(server.mountPoint())) {
      assertThat(names.map(path -> path.getFileName().toString()).toList())
          .isEqualTo(List.of("a.txt", "d"));
    }
    server.unmount(UnmountMode.CLEAN);
    server.awaitUnmounted();
    assertThat(vfs.outstandingLookups()).isZero();
    assertThat(vfs.openHandles()).isZero();
  }
}
