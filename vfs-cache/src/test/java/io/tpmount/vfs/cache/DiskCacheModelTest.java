package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.segment;
import static io.tpmount.vfs.cache.Caches.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads read, fetch, write and upload the same files in a cache too small for them. Each
 * thread writes stripes of its own, so that it knows at any time what they must hold.
 */
final class DiskCacheModelTest {
  private static final int THREADS = 8;
  private static final int FILES = 6;
  private static final int STRIPE = 3000;
  private static final int SIZE = 4 * THREADS * STRIPE;
  private static final int STEPS = 1500;

  @TempDir Path directory;

  /** A file with what it must hold; shared for stripes, exclusive for the whole. */
  private static final class Subject {
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    final byte[] model;
    final String key;
    byte[] remote;
    ObjectInfo version;
    CacheFile file;
    int uploads;

    Subject(int number) {
      key = "file" + number;
      remote = Caches.bytes(number, SIZE);
      model = remote.clone();
      version = version(key, "0", SIZE);
    }
  }

  @Test
  void anyMixOfOperations_everyByteIsRight() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    List<Subject> subjects = new ArrayList<>();
    CacheOptions options = Caches.options(directory, new ByteSize(FILES * SIZE / 2));
    try (DiskCache cache = DiskCache.open(options, Caches.IDENTITY)) {
      for (int i = 0; i < FILES; i++) {
        subjects.add(new Subject(i));
        subjects.get(i).file = cache.open(subjects.get(i).version);
      }
      work(seed, cache, subjects);
      assertThat(subjects).allMatch(subject -> subject.uploads > 10);
      for (Subject subject : subjects) {
        checkWhole(subject);
        subject.file.commit();
        subject.file.close();
      }
      // Closed files end a moment later, and ext4 adds a block for the map of a fragmented file
      // only when it is written to the disk.
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(cache.usage().usedBytes())
                      .isCloseTo(Caches.allocated(directory), within(16L * 4096)));
      assertThat(cache.usage().files()).isEqualTo(Caches.dataFiles(directory));
    }
    checkAfterRestart(subjects);
  }

  private static void work(long seed, DiskCache cache, List<Subject> subjects) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int stripe = thread;
        Random random = new Random(seed + thread);
        done.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < STEPS; step++) {
                    step(cache, subjects.get(random.nextInt(FILES)), stripe, random);
                  }
                  return null;
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }
  }

  private static void step(DiskCache cache, Subject subject, int stripe, Random random)
      throws IOException {
    switch (random.nextInt(20)) {
      case 0 -> upload(subject);
      case 1 -> reopen(cache, subject);
      case 2, 3, 4, 5, 6 -> write(subject, range(stripe, random), random);
      default -> read(subject, range(stripe, random));
    }
  }

  /** A part of one of the thread's stripes. */
  private static ByteRange range(int stripe, Random random) {
    int start = (random.nextInt(4) * THREADS + stripe) * STRIPE;
    int from = random.nextInt(STRIPE);
    return new ByteRange(start + from, 1 + random.nextInt(STRIPE - from));
  }

  private static void write(Subject subject, ByteRange range, Random random) throws IOException {
    byte[] data = new byte[(int) range.length()];
    random.nextBytes(data);
    subject.lock.readLock().lock();
    try {
      subject.file.write(range.offset(), segment(data), NOW);
      System.arraycopy(data, 0, subject.model, (int) range.offset(), data.length);
    } finally {
      subject.lock.readLock().unlock();
    }
  }

  private static void read(Subject subject, ByteRange range) throws IOException {
    subject.lock.readLock().lock();
    try {
      // Fetched in one go, over what the others write at the same time.
      fetch(subject, new ByteRange(0, SIZE));
      Optional<ReadResult.FileRange> lease = subject.file.lease(range);
      if (lease.isPresent()) {
        assertThat(Caches.bytes(lease.get())).as("%s", range).isEqualTo(part(subject, range));
      }
    } finally {
      subject.lock.readLock().unlock();
    }
  }

  private static byte[] part(Subject subject, ByteRange range) {
    return Arrays.copyOfRange(subject.model, (int) range.offset(), (int) range.end());
  }

  private static void fetch(Subject subject, ByteRange range) throws IOException {
    try {
      Caches.fetch(subject.file, subject.remote, range);
    } catch (CacheFullException e) {
      // A reader then goes through memory.
      assertThat(e).isNotNull();
    }
  }

  /** What is missing counts as copied from the object before, as an upload in parts may do. */
  private static void upload(Subject subject) throws IOException {
    subject.lock.writeLock().lock();
    try {
      long generation = subject.file.generation();
      if (subject.file.isDirty()) {
        checkWhole(subject);
        subject.uploads++;
        subject.remote = subject.model.clone();
        subject.version = version(subject.key, Integer.toString(subject.uploads), SIZE);
        assertThat(subject.file.uploaded(subject.version, generation)).isTrue();
      }
    } finally {
      subject.lock.writeLock().unlock();
    }
  }

  /** Compares what is present, and what would be fetched. */
  private static void checkWhole(Subject subject) throws IOException {
    ByteRange all = new ByteRange(0, SIZE);
    fetch(subject, all);
    byte[] got = subject.remote.clone();
    Ranges present = new Ranges();
    present.add(all);
    subject.file.missing(all).forEach(present::remove);
    for (ByteRange range : present.asList()) {
      ByteBuffer target = ByteBuffer.wrap(got, (int) range.offset(), (int) range.length());
      subject.file.body(subject.file.moment(), range).read(0, target);
    }
    assertThat(got).isEqualTo(subject.model);
  }

  private static void reopen(DiskCache cache, Subject subject) throws IOException {
    subject.lock.writeLock().lock();
    try {
      if (!subject.file.isDirty()) {
        subject.file.close();
        subject.file = cache.open(subject.version);
        assertThat(subject.file.isDirty()).isFalse();
      }
    } finally {
      subject.lock.writeLock().unlock();
    }
  }

  private void checkAfterRestart(List<Subject> subjects) throws IOException {
    try (DiskCache cache = Caches.open(directory)) {
      List<CacheFile> recovered = cache.recovered();
      for (Subject subject : subjects) {
        subject.file =
            recovered.stream()
                .filter(file -> file.key().value().equals(subject.key))
                .findFirst()
                .orElse(null);
        if (subject.file == null) {
          subject.file = cache.open(subject.version);
        }
        checkWhole(subject);
        subject.file.close();
      }
    }
  }
}
