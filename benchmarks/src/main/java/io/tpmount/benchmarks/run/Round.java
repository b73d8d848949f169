package io.tpmount.benchmarks.run;

import static io.tpmount.benchmarks.run.Workload.CHECKPOINT;
import static io.tpmount.benchmarks.run.Workload.LIST_COLD;
import static io.tpmount.benchmarks.run.Workload.LIST_WARM;
import static io.tpmount.benchmarks.run.Workload.MAPPED_COLD;
import static io.tpmount.benchmarks.run.Workload.PARALLEL_COLD;
import static io.tpmount.benchmarks.run.Workload.PARALLEL_HOT;
import static io.tpmount.benchmarks.run.Workload.PARALLEL_WARM;
import static io.tpmount.benchmarks.run.Workload.RANDOM_256K;
import static io.tpmount.benchmarks.run.Workload.RANDOM_4K;
import static io.tpmount.benchmarks.run.Workload.SEQUENTIAL_COLD;
import static io.tpmount.benchmarks.run.Workload.SEQUENTIAL_HOT;
import static io.tpmount.benchmarks.run.Workload.SEQUENTIAL_WARM;
import static io.tpmount.benchmarks.run.Workload.SMALL_COLD;
import static io.tpmount.benchmarks.run.Workload.SMALL_VISIBLE;
import static io.tpmount.benchmarks.run.Workload.SMALL_WARM;
import static io.tpmount.benchmarks.run.Workload.SMALL_WRITE;
import static io.tpmount.benchmarks.run.Workload.START;
import static io.tpmount.benchmarks.run.Workload.STAT_STORM;
import static io.tpmount.benchmarks.run.Workload.WALK_COLD;
import static io.tpmount.benchmarks.run.Workload.WRITE_CLOSE;
import static io.tpmount.benchmarks.run.Workload.WRITE_VISIBLE;

import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleUnaryOperator;

/** All workloads once through one candidate, each group of them with a mount of its own. */
final class Round {
  private static final double MIB = 1 << 20;
  private static final long LOOK_NANOS = 20_000_000;
  private static final int KEYS_OF_A_REQUEST = 1000;

  private final Candidate candidate;
  private final FastS3Process server;
  private final TestS3Client client;
  private final Sizes sizes;
  private final Set<Workload> wanted;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param wanted workloads; those that share a mount with one are measured with it
   */
  Round(
      Candidate candidate,
      FastS3Process server,
      TestS3Client client,
      Sizes sizes,
      Set<Workload> wanted) {
    this.candidate = candidate;
    this.server = server;
    this.client = client;
    this.sizes = sizes;
    this.wanted = wanted;
  }

  /** Work in a mount. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Some workloads in one mount. */
  @FunctionalInterface
  private interface Group {
    void run(Mount mount) throws IOException;
  }

  List<Sample> run() throws IOException {
    mounted(this::sequential, SEQUENTIAL_COLD, SEQUENTIAL_WARM, SEQUENTIAL_HOT);
    mounted(this::parallel, PARALLEL_COLD, PARALLEL_WARM, PARALLEL_HOT);
    mounted(this::mapped, MAPPED_COLD);
    mounted(mount -> random(mount, RANDOM_4K, 4 << 10), RANDOM_4K);
    mounted(mount -> random(mount, RANDOM_256K, 256 << 10), RANDOM_256K);
    mounted(this::small, SMALL_COLD, SMALL_WARM);
    mounted(this::listing, LIST_COLD, LIST_WARM, STAT_STORM);
    mounted(this::walk, WALK_COLD);
    mounted(this::write, WRITE_CLOSE, WRITE_VISIBLE);
    mounted(this::smallWrites, SMALL_WRITE, SMALL_VISIBLE);
    mounted(this::checkpoint, CHECKPOINT);
    return samples;
  }

  private void mounted(Group group, Workload... measured) throws IOException {
    if (Collections.disjoint(wanted, List.of(measured))) {
      return;
    }
    long start = System.nanoTime();
    try (Mount mount = Mount.start(candidate, server, client.bucket())) {
      if (samples.isEmpty()) {
        double seconds = (System.nanoTime() - start) / 1e9;
        samples.add(
            new Sample(
                START, candidate.name(), seconds, 0, 0, mount.cpuSeconds(), mount.peakMib()));
      }
      group.run(mount);
    }
  }

  private void sequential(Mount mount) throws IOException {
    Path file = mount.root().resolve("big");
    double mib = sizes.bigBytes() / MIB;
    rate(mount, SEQUENTIAL_COLD, mib, () -> Access.readWhole(file));
    mount.dropPages(List.of(file));
    rate(mount, SEQUENTIAL_WARM, mib, () -> Access.readWhole(file));
    rate(mount, SEQUENTIAL_HOT, mib, () -> Access.readWhole(file));
  }

  private void parallel(Mount mount) throws IOException {
    List<Path> files = BucketData.parallelNames().stream().map(mount.root()::resolve).toList();
    double mib = Sizes.PARALLEL_FILES * sizes.parallelBytes() / MIB;
    Work work = () -> Access.readAll(files, Sizes.PARALLEL_FILES);
    rate(mount, PARALLEL_COLD, mib, work);
    mount.dropPages(files);
    rate(mount, PARALLEL_WARM, mib, work);
    rate(mount, PARALLEL_HOT, mib, work);
  }

  private void mapped(Mount mount) throws IOException {
    Path file = mount.root().resolve("big");
    rate(mount, MAPPED_COLD, sizes.bigBytes() / MIB, () -> Access.touchMapped(file));
  }

  private void random(Mount mount, Workload workload, int size) throws IOException {
    Path file = mount.root().resolve("big");
    time(
        mount, workload, () -> Access.readRandomly(file, size, sizes.randomReads(), Sizes.THREADS));
  }

  private void small(Mount mount) throws IOException {
    List<Path> files = BucketData.smallNames(sizes).stream().map(mount.root()::resolve).toList();
    rate(mount, SMALL_COLD, files.size(), () -> Access.readAll(files, Sizes.THREADS));
    mount.dropPages(files);
    rate(mount, SMALL_WARM, files.size(), () -> Access.readAll(files, Sizes.THREADS));
  }

  private void listing(Mount mount) throws IOException {
    Path directory = mount.root().resolve("listed");
    Work work = () -> requireAll(Access.listWithStat(directory), sizes.listed());
    time(mount, LIST_COLD, work);
    time(mount, LIST_WARM, work);
    int names = Math.min(5000, sizes.listed());
    rate(mount, STAT_STORM, 2.0 * names, () -> Access.statAll(directory, names, Sizes.THREADS));
  }

  private void walk(Mount mount) throws IOException {
    Path tree = mount.root().resolve("tree");
    time(mount, WALK_COLD, () -> requireAll(Access.walk(tree), sizes.folders()));
  }

  private static void requireAll(int entries, int expected) throws IOException {
    if (entries != expected) {
      throw new IOException(entries + " entries instead of " + expected);
    }
  }

  private void write(Mount mount) throws IOException {
    String name = fresh("write");
    long start = System.nanoTime();
    rate(
        mount,
        WRITE_CLOSE,
        sizes.bigBytes() / MIB,
        () -> Access.write(mount.root().resolve(name), sizes.bigBytes(), Access.Sync.NONE));
    visible(mount, WRITE_VISIBLE, start, name, 1);
  }

  private void smallWrites(Mount mount) throws IOException {
    String name = fresh("many");
    int files = sizes.smallFiles();
    long start = System.nanoTime();
    rate(
        mount,
        SMALL_WRITE,
        files,
        () ->
            Access.writeMany(mount.root().resolve(name), files, Sizes.SMALL_BYTES, Sizes.THREADS));
    // The directory's own marker is there as well, where a candidate writes one.
    visible(mount, SMALL_VISIBLE, start, name + "/f", files);
  }

  private void checkpoint(Mount mount) throws IOException {
    Path file = mount.root().resolve(fresh("checkpoint"));
    rate(
        mount,
        CHECKPOINT,
        sizes.parallelBytes() / MIB,
        () -> Access.saveCheckpoint(file, sizes.parallelBytes()));
  }

  private static String fresh(String name) {
    return name + "-" + UUID.randomUUID();
  }

  private void rate(Mount mount, Workload workload, double amount, Work work) throws IOException {
    measure(mount, workload, work, seconds -> amount / seconds);
  }

  private void time(Mount mount, Workload workload, Work work) throws IOException {
    measure(mount, workload, work, seconds -> seconds);
  }

  /** Until so many keys with the prefix are in the store, {@code start} being that of the work. */
  private void visible(Mount mount, Workload workload, long start, String prefix, int keys)
      throws IOException {
    AtomicLong ownRequests = new AtomicLong();
    Sample sample =
        sampled(
            mount,
            workload,
            () -> {
              while (keysSeen(prefix, ownRequests) < keys) {
                mount.requireServed();
                LockSupport.parkNanos(LOOK_NANOS);
              }
            },
            _ -> (System.nanoTime() - start) / 1e9);
    samples.add(sample.withoutRequests(ownRequests.get()));
  }

  private int keysSeen(String prefix, AtomicLong requests) {
    int seen = client.keys(prefix).size();
    requests.addAndGet(Math.max(1, Math.ceilDiv(seen, KEYS_OF_A_REQUEST)));
    return seen;
  }

  private void measure(
      Mount mount, Workload workload, Work work, DoubleUnaryOperator valueOfSeconds)
      throws IOException {
    samples.add(sampled(mount, workload, work, valueOfSeconds));
  }

  private Sample sampled(
      Mount mount, Workload workload, Work work, DoubleUnaryOperator valueOfSeconds)
      throws IOException {
    FastS3Process.Traffic before = server.traffic();
    double cpu = mount.cpuSeconds();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    FastS3Process.Traffic after = server.traffic();
    return new Sample(
        workload,
        candidate.name(),
        valueOfSeconds.applyAsDouble(seconds),
        after.requests() - before.requests(),
        after.bytes() - before.bytes(),
        mount.cpuSeconds() - cpu,
        mount.peakMib());
  }
}
