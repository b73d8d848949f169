package io.tpmount.benchmarks.micro;

import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.cache.DiskCache;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the disk cache costs for each read that hits, and for each file opened and cached. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
public class CacheBenchmark {
  private static final ByteRange READ = new ByteRange(1 << 20, 128 << 10);
  private static final ByteBuffer SMALL = ByteBuffer.allocate(10 << 10);

  private final AtomicLong names = new AtomicLong();
  private Path directory;
  private DiskCache cache;
  private ObjectInfo known;
  private CacheFile hot;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("tpmount-bench");
    CacheOptions options =
        new CacheOptions(
            directory, ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ZERO, ByteSize.ZERO);
    cache = DiskCache.open(options, "bench");
    known = version("known", SMALL.capacity());
    try (CacheFile file = cache.open(known)) {
      file.fill(0, SMALL.duplicate());
    }
    hot = cache.open(version("hot", 4 << 20));
    hot.fill(0, ByteBuffer.allocate(4 << 20));
  }

  @TearDown
  public void close() throws IOException {
    hot.close();
    cache.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  private static ObjectInfo version(String key, long size) {
    return new ObjectInfo(ObjectKey.of(key), new ETag("e"), size, Instant.EPOCH, Optional.empty());
  }

  /** A lease, without the pread of the driver that it is for. */
  @Benchmark
  public int leaseCached() throws IOException {
    try (ReadResult.FileRange lease = hot.lease(READ).orElseThrow()) {
      return lease.fd();
    }
  }

  /** A look into the index. */
  @Benchmark
  public long openKnown() throws IOException {
    try (CacheFile file = cache.open(known)) {
      return file.size();
    }
  }

  /** A small file, from the look for it to its row, of which many go into one commit. */
  @Benchmark
  public long openFillAndCommit() throws IOException {
    ObjectInfo fresh = version("fresh" + names.incrementAndGet(), SMALL.capacity());
    try (CacheFile file = cache.open(fresh)) {
      file.fill(0, SMALL.duplicate());
      return file.size();
    }
  }
}
