package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.cache.posix.NativeFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenFilesTest {
  private static final int LIMIT = 8;

  private final OpenFiles pool = new OpenFiles(LIMIT);

  @TempDir Path directory;

  private long descriptors() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.filter(this::isOurs).count();
    }
  }

  private boolean isOurs(Path fd) {
    try {
      return Files.readSymbolicLink(fd).startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void use_manyFiles_holdsFewDescriptorsAndLosesNothing() throws IOException {
    List<LocalFile> files = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte value = (byte) i;
      LocalFile file = new LocalFile(directory.resolve("f" + i), pool);
      file.run(open -> open.write(0, MemorySegment.ofArray(new byte[] {value})));
      files.add(file);
      assertThat(descriptors()).isLessThanOrEqualTo(LIMIT);
    }
    for (int i = 0; i < 100; i++) {
      byte[] got = new byte[1];
      files.get(i).run(open -> open.read(0, MemorySegment.ofArray(got)));
      assertThat(got).containsExactly(i);
    }
    files.forEach(LocalFile::close);
    assertThat(descriptors()).isZero();
  }

  @Test
  void acquire_held_staysOpen() throws IOException {
    LocalFile held = new LocalFile(directory.resolve("held"), pool);
    NativeFile open = held.acquire();
    for (int i = 0; i < 50; i++) {
      new LocalFile(directory.resolve("f" + i), pool).run(NativeFile::syncData);
    }
    open.write(0, MemorySegment.ofArray(new byte[] {1}));
    assertThat(Files.size(held.path())).isEqualTo(1);
    held.release();
  }
}
