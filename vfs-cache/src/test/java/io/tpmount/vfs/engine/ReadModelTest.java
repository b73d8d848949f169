package io.tpmount.vfs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.store.StoreCall;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers at random, in a cache too small for what they read, from a store that fails and whose
 * objects others overwrite. Every byte is compared: each handle shows one version, from its first
 * byte to its last, or an error.
 */
class ReadModelTest {
  private static final int THREADS = 16;
  private static final int FILES = 10;
  private static final int BLOCK = 4096;

  @TempDir Path scratch;

  /** Versions of an hour ago, so that what is gone is not taken for a replica that lags. */
  private final InMemoryObjectStore memory =
      new InMemoryObjectStore(
          InstantSource.fixed(Instant.now().minusSeconds(3600)), Thread::startVirtualThread);

  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private final List<AtomicInteger> newest = new ArrayList<>();
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private VirtualFileSystem vfs;

  @BeforeEach
  void open() throws Exception {
    for (int file = 0; file < FILES; file++) {
      newest.add(new AtomicInteger());
      overwrite(file);
    }
    VfsOptions usual = TestOptions.at(scratch.resolve("cache"), Duration.ZERO);
    CacheOptions small =
        new CacheOptions(
            scratch.resolve("cache"),
            ByteSize.ofMib(3),
            ByteSize.ZERO,
            Duration.ofHours(1),
            ByteSize.ofMib(1));
    vfs =
        VirtualFileSystem.open(
            new VfsOptions(
                usual.identity(),
                usual.access(),
                usual.unsupported(),
                usual.namespace(),
                small,
                usual.read(),
                usual.write(),
                usual.shown()),
            store);
  }

  @AfterEach
  void close() throws Exception {
    faulty.heal();
    assertThat(vfs.openHandles()).isZero();
    await().atMost(Duration.ofMinutes(1)).until(() -> store.running() == 0);
    vfs.close();
  }

  private static int size(int file) {
    return 150_000 * (file + 1) + 17;
  }

  private byte[] content(int file, int version) {
    return contents.computeIfAbsent(
        file + "/" + version,
        _ -> {
          byte[] bytes = new byte[size(file)];
          new Random(file * 1000L + version).nextBytes(bytes);
          for (int at = 0; at + 4 <= bytes.length; at += BLOCK) {
            ByteBuffer.wrap(bytes).putInt(at, version);
          }
          return bytes;
        });
  }

  private void overwrite(int file) {
    synchronized (newest.get(file)) {
      int version = newest.get(file).get() + 1;
      memory.write("f" + file, content(file, version));
      newest.get(file).set(version);
    }
  }

  @Test
  void everyByte_isOfOneVersion() throws Exception {
    run(20261126L, 60);
  }

  @Test
  @Tag("all")
  void everyByte_isOfOneVersion_longer_byAnySeed() throws Exception {
    run(new Random().nextLong(), 1500);
  }

  private void run(long seed, int rounds) throws Exception {
    Random chance = new Random(seed);
    faulty.fail(call -> isGet(call) && unlucky(chance, 40), unavailable());
    faulty.breakOff(
        call -> isGet(call) && unlucky(chance, 40), Integer.MAX_VALUE, 70_000, unavailable());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(seed + thread);
        readers.add(threads.submit(() -> readOften(random, rounds)));
      }
      for (Future<?> reader : readers) {
        try {
          reader.get(10, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
          throw new AssertionError("seed " + seed, e.getCause());
        }
      }
    }
  }

  private static boolean isGet(StoreCall call) {
    return call.operation() == StoreCall.Operation.GET;
  }

  private static boolean unlucky(Random random, int oneIn) {
    synchronized (random) {
      return random.nextInt(oneIn) == 0;
    }
  }

  private static StoreError unavailable() {
    return new StoreError.Unavailable(new StoreError.Detail("get", "down", Optional.empty()));
  }

  private Void readOften(Random random, int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      int file = random.nextInt(FILES);
      switch (random.nextInt(12)) {
        case 0 -> overwrite(file);
        case 1 -> get(vfs.forget(""));
        default -> readOne(file, random);
      }
    }
    return null;
  }

  private void readOne(int file, Random random) throws Exception {
    NodeId node;
    HandleId handle;
    try {
      LookupResult found = get(vfs.lookup(NodeId.ROOT, "f" + file));
      node = ((LookupResult.Found) found).entry().node();
      handle = get(vfs.open(node, OpenMode.READ)).handle();
    } catch (VfsException e) {
      assertAllowed(e);
      return;
    }
    try {
      readThrough(file, handle, random);
    } catch (VfsException e) {
      assertAllowed(e);
    } finally {
      get(vfs.release(handle));
    }
  }

  /** Reads forward or about, until it has enough; all of it must be of one version. */
  private void readThrough(int file, HandleId handle, Random random) throws Exception {
    int version = 0;
    boolean forward = random.nextBoolean();
    int at = 0;
    for (int i = 0; i < 8; i++) {
      at = forward ? at : random.nextInt(size(file)) / BLOCK * BLOCK;
      CompletableFuture<ReadResult> call =
          vfs.read(handle, new ByteRange(at, 4 + random.nextInt(200_000)));
      if (random.nextInt(20) == 0 && call.cancel(true)) {
        continue;
      }
      ReadResult result = get(call);
      String kind = result.getClass().getSimpleName();
      byte[] bytes = bytes(result);
      if (bytes.length < 4) {
        return;
      }
      int block = (at + BLOCK - 1) / BLOCK * BLOCK;
      if (version == 0 && block - at + 4 <= bytes.length) {
        version = ByteBuffer.wrap(bytes).getInt(block - at);
        assertThat(version)
            .as("%s of f%s from %s", kind, file, at)
            .isBetween(1, newest.get(file).get() + 1);
      }
      if (version > 0) {
        assertSame(content(file, version), at, bytes);
      }
      at += bytes.length;
    }
  }

  private static void assertSame(byte[] content, int at, byte[] bytes) {
    int expected = Math.min(bytes.length, content.length - at);
    assertThat(ByteBuffer.wrap(bytes)).isEqualTo(ByteBuffer.wrap(content, at, expected));
  }

  private static void assertAllowed(VfsException e) {
    assertThat(e.error())
        .isInstanceOfAny(VfsError.Stale.class, VfsError.Io.class, VfsError.Interrupted.class);
  }

  private static <T> T get(CompletableFuture<T> call) throws Exception {
    try {
      return call.get(2, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VfsException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static byte[] bytes(ReadResult result) throws IOException {
    try (result) {
      byte[] bytes = new byte[result.length()];
      switch (result) {
        case ReadResult.Bytes memory -> memory.buffer().duplicate().get(bytes);
        case ReadResult.FileRange range -> {
          Path path = Path.of("/proc/self/fd", Integer.toString(range.fd()));
          try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(range.offset());
            file.readFully(bytes);
          }
        }
      }
      return bytes;
    }
  }
}
