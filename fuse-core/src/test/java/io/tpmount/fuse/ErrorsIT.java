package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of a Vfs as programs see them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorsIT {
  @RegisterExtension final Mounted mounted = new Mounted();

  /** Opens nothing. */
  private static final class Failing extends MemoryVfs {
    private final VfsError error;

    Failing(VfsError error) {
      this.error = error;
    }

    @Override
    public CompletableFuture<Opened> open(NodeId id, OpenMode mode) {
      return CompletableFuture.failedFuture(new VfsException(error));
    }
  }

  /** Breaks its promises. */
  private static final class Broken extends MemoryVfs {
    @Override
    public CompletableFuture<FsStat> statfs() {
      throw new IllegalStateException("thrown on purpose by a test");
    }

    @Override
    public CompletableFuture<String> readlink(NodeId node) {
      return CompletableFuture.failedFuture(new IllegalStateException("on purpose, by a test"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.tpmount.fuse.ErrnosTest#table")
  void open_failsInTheVfs_programsSeeTheErrno(VfsError error, Errno errno) throws Exception {
    FuseServer server = mounted.serve(new Failing(error));
    Path file = server.mountPoint().resolve("f");
    Files.createFile(file);
    assertThat(Libc.open(file.toString(), Libc.O_RDONLY)).isEqualTo(errno.negated());
  }

  @Test
  void call_vfsThrows_isEioAndTheMountGoesOn() throws Exception {
    FuseServer server = mounted.serve(new Broken());
    Path link = Files.createSymbolicLink(server.mountPoint().resolve("l"), Path.of("t"));
    assertThatThrownBy(() -> Files.readSymbolicLink(link)).hasMessageContaining("Input/output");
    assertThatThrownBy(() -> Files.getFileStore(server.mountPoint()).getTotalSpace())
        .hasMessageContaining("Input/output");
    Files.createDirectory(server.mountPoint().resolve("d"));
    assertThat(server.mountPoint().resolve("d")).isDirectory();
  }
}
