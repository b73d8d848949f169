package io.tpmount.benchmarks.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What programs do to files, in the shapes that are measured. */
final class Access {
  private static final int BUFFER = 1 << 20;
  private static final long SEED = 7;

  private Access() {}

  /** Something done to one of many. */
  @FunctionalInterface
  interface Each {
    void run(int index) throws IOException;
  }

  static void readWhole(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (channel.read(buffer.clear()) >= 0) {}
    }
  }

  static void touchMapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).load();
    }
  }

  static void readAll(List<Path> files, int threads) throws IOException {
    inThreads(files.size(), threads, i -> readWhole(files.get(i)));
  }

  static void readRandomly(Path file, int size, int reads, int threads) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long blocks = channel.size() / size;
      long[] chosen = new SplittableRandom(SEED).longs(reads, 0, blocks).toArray();
      inThreads(
          reads,
          threads,
          i -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(size);
            while (buffer.hasRemaining()
                && channel.read(buffer, chosen[i] * size + buffer.position()) > 0) {}
          });
    }
  }

  static void write(Path file, long size, Sync sync) throws IOException {
    byte[] noise = new byte[BUFFER];
    new SplittableRandom(SEED).nextBytes(noise);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long done = 0; done < size; ) {
        int count = (int) Math.min(BUFFER, size - done);
        done += channel.write(ByteBuffer.wrap(noise, 0, count));
      }
      if (sync == Sync.FSYNC) {
        channel.force(true);
      }
    }
  }

  /** Whether the disk is waited for. */
  enum Sync {
    NONE,
    FSYNC
  }

  static void writeMany(Path directory, int count, int size, int threads) throws IOException {
    Files.createDirectories(directory);
    inThreads(count, threads, i -> write(directory.resolve("f" + i), size, Sync.NONE));
  }

  static void saveCheckpoint(Path file, long size) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    write(temporary, size, Sync.FSYNC);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** As {@code ls -l} without its sorting; the number of entries. */
  static int listWithStat(Path directory) throws IOException {
    int seen = 0;
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (Files.size(entry) >= 0) {
          seen++;
        }
      }
    }
    return seen;
  }

  /** As {@code find -type f}; the number of files. */
  static int walk(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      return (int) entries.filter(Files::isRegularFile).count();
    }
  }

  static void statAll(Path directory, int present, int threads) throws IOException {
    inThreads(
        2 * present,
        threads,
        i -> {
          boolean ignored =
              Files.exists(directory.resolve(i % 2 == 0 ? "e" + i / 2 : "absent" + i / 2));
        });
  }

  private static void inThreads(int count, int threads, Each each) throws IOException {
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            each.run(i);
          }
          return null;
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Void>> running = new ArrayList<>();
      IntStream.range(0, threads).forEach(_ -> running.add(pool.submit(worker)));
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
