package io.tpmount.vfs.cache.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeFileTest {
  @TempDir Path directory;

  @Test
  void write_fromHeapAndNative_readsBack() throws IOException {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    try (NativeFile file = NativeFile.open(directory.resolve("f"), NativeFile.Mode.CREATE);
        Arena arena = Arena.ofConfined()) {
      file.write(7, MemorySegment.ofArray(bytes));
      MemorySegment target = arena.allocate(bytes.length);
      assertThat(file.read(7, target)).isEqualTo(bytes.length);
      file.write(0, target);
      byte[] again = new byte[bytes.length + 100];
      assertThat(file.read(0, MemorySegment.ofArray(again))).isEqualTo(bytes.length + 7);
      assertThat(again).startsWith(bytes);
    }
  }

  @Test
  void punch_middle_freesBlocksAndReadsZeros() throws IOException {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    try (NativeFile file = NativeFile.open(directory.resolve("f"), NativeFile.Mode.CREATE)) {
      file.write(0, MemorySegment.ofArray(bytes));
      long before = file.status().allocated();
      file.punch(new ByteRange(0, 512 << 10));
      assertThat(file.status().allocated()).isLessThanOrEqualTo(before - (512 << 10));
      assertThat(file.status().size()).isEqualTo(bytes.length);
      byte[] head = new byte[512 << 10];
      file.read(0, MemorySegment.ofArray(head));
      assertThat(head).containsOnly(0);
    }
  }

  @Test
  void open_absentFile_saysSo() {
    assertThatThrownBy(() -> NativeFile.open(directory.resolve("no"), NativeFile.Mode.WRITE))
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.isAbsent()).isTrue())
        .hasMessageContaining("No such file or directory")
        .hasMessageContaining("/no");
  }

  @Test
  void write_toFullDevice_isNoSpace() throws IOException {
    try (NativeFile full = NativeFile.open(Path.of("/dev/full"), NativeFile.Mode.WRITE)) {
      assertThatThrownBy(() -> full.write(0, MemorySegment.ofArray(new byte[10])))
          .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.isNoSpace()).isTrue());
    }
  }

  @Test
  void read_interruptedThread_goesOn() throws IOException {
    Path path = directory.resolve("f");
    Files.writeString(path, "hello");
    try (NativeFile file = NativeFile.open(path, NativeFile.Mode.READ)) {
      Thread.currentThread().interrupt();
      byte[] bytes = new byte[5];
      file.read(0, MemorySegment.ofArray(bytes));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("hello");
    }
  }

  @Test
  void tryLock_secondOpener_isRefusedUntilClosed() throws IOException {
    Path path = directory.resolve("lock");
    try (NativeFile second = NativeFile.open(path, NativeFile.Mode.CREATE)) {
      try (NativeFile first = NativeFile.open(path, NativeFile.Mode.CREATE)) {
        assertThat(first.tryLock()).isTrue();
        assertThat(second.tryLock()).isFalse();
      }
      assertThat(second.tryLock()).isTrue();
    }
  }
}
