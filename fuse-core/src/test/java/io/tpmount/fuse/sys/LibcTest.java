package io.tpmount.fuse.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibcTest {
  @TempDir Path temporary;

  @Test
  void open_missing_isEnoent() {
    assertThat(Libc.open(temporary.resolve("none").toString(), Libc.O_RDONLY))
        .isEqualTo(Errno.ENOENT.negated());
  }

  @Test
  void umount2_noMountPoint_isEinval() {
    assertThat(Libc.umount2(temporary.toString(), 0)).isEqualTo(Errno.EINVAL.negated());
  }

  @Test
  void statfs_directory_isAlive() {
    assertThat(Libc.statfs(temporary.toString())).isZero();
  }

  @Test
  void close_unknownDescriptor_isEbadf() {
    assertThat(Libc.close(1 << 20)).isEqualTo(Errno.EBADF.negated());
  }

  @Test
  void pread_acrossTheEnd_isShort() throws Exception {
    Path file = Files.write(temporary.resolve("f"), new byte[] {1, 2, 3});
    int fd = Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(10);
      assertThat(Libc.pread(fd, target, 1)).isEqualTo(2);
      assertThat(target.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 3);
      assertThat(Libc.pread(1 << 20, target, 0)).isEqualTo(Errno.EBADF.negated());
    } finally {
      Libc.close(fd);
    }
  }

  @Test
  void describe_number_isItsName() {
    assertThat(Errno.describe(2)).isEqualTo("ENOENT");
    assertThat(Errno.describe(4242)).isEqualTo("errno 4242");
  }
}
