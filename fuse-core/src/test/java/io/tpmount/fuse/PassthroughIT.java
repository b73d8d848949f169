package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.Passthrough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that the kernel reads by itself: they are told apart by a content that only it can see. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PassthroughIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SERVED = "what the server has";
  private static final String BACKING = "what a kernel can see".substring(0, SERVED.length());

  @RegisterExtension final Mounted mounted = new Mounted();
  @TempDir Path temporary;

  private final Handing vfs = new Handing();
  private FuseServer server;
  private Path file;

  private final class Handing extends MemoryVfs {
    final AtomicInteger handed = new AtomicInteger();
    final AtomicInteger held = new AtomicInteger();
    volatile boolean cached = true;

    @Override
    public Optional<Passthrough> passthrough(HandleId handle) {
      if (!cached) {
        return Optional.empty();
      }
      int fd = Libc.open(temporary.resolve("backing").toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
      handed.incrementAndGet();
      held.incrementAndGet();
      return Optional.of(
          new Passthrough(
              fd,
              () -> {
                Libc.close(fd);
                held.decrementAndGet();
              }));
    }
  }

  @BeforeEach
  void mount() throws Exception {
    assumeFalse(Mounted.isJnr(), "libfuse 2 knows no passthrough");
    assumeTrue(kernelHasIt(), "passthrough needs Linux 6.9");
    Files.writeString(temporary.resolve("backing"), BACKING);
    assumeFalse(Files.getFileStore(temporary).type().equals("overlay"), "stacked file system");
    server = mounted.serve(vfs, mounted.options().with(Flag.PASSTHROUGH));
    file = server.mountPoint().resolve("a");
    Files.writeString(file, SERVED);
    await().atMost(PATIENCE).until(() -> vfs.openHandles() == 0);
  }

  @AfterEach
  void nothingIsHeldAfterUnmount() throws Exception {
    if (server != null) {
      await().atMost(PATIENCE).until(() -> vfs.openHandles() == 0 && vfs.held.get() == 0);
      server.unmount(UnmountMode.CLEAN);
      server.awaitUnmounted();
      assertThat(vfs.outstandingLookups()).as("lookups").isZero();
    }
  }

  private static boolean kernelHasIt() throws IOException {
    String[] version = Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[.-]", 3);
    return Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]) >= 6009;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    channel.read(bytes, 0);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  @Test
  void open_wholeFileThere_isReadByTheKernel() throws Exception {
    try (FileChannel one = FileChannel.open(file);
        FileChannel two = FileChannel.open(file)) {
      assertThat(read(one)).isEqualTo(BACKING);
      assertThat(read(two)).isEqualTo(BACKING);
      assertThat(vfs.handed).hasValue(1);
    }
  }

  @Test
  void open_firstOneServed_laterOnesAreServedUntilAllAreClosed() throws Exception {
    vfs.cached = false;
    try (FileChannel one = FileChannel.open(file)) {
      assertThat(read(one)).isEqualTo(SERVED);
      vfs.cached = true;
      try (FileChannel two = FileChannel.open(file)) {
        assertThat(read(two)).isEqualTo(SERVED);
      }
    }
    await().atMost(PATIENCE).until(() -> vfs.openHandles() == 0);
    try (FileChannel three = FileChannel.open(file)) {
      assertThat(read(three)).isEqualTo(BACKING);
    }
  }

  @Test
  void open_writerBesideAKernelReader_isServedAndDisturbsNobody() throws Exception {
    try (FileChannel reader = FileChannel.open(file)) {
      assertThat(read(reader)).isEqualTo(BACKING);
      try (FileChannel writer =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        writer.write(ByteBuffer.wrap("WH".getBytes(StandardCharsets.UTF_8)), 0);
        assertThat(read(writer)).isEqualTo("WH" + SERVED.substring(2));
        assertThat(read(reader)).isEqualTo(BACKING);
        Files.writeString(file, "longer than it was before");
        assertThat(Files.size(file)).isEqualTo(25);
      }
      assertThat(Files.readString(file)).isEqualTo("longer than it was before");
      assertThat(read(reader)).isEqualTo(BACKING);
    }
    Files.move(file, file.resolveSibling("b"));
    Files.delete(file.resolveSibling("b"));
  }
}
