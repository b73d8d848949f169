package io.tpmount.vfs.read;

import static io.tpmount.vfs.store.StoreCall.Operation.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.cache.DiskCache;
import io.tpmount.vfs.store.FaultyObjectStore;
import io.tpmount.vfs.store.Gate;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.store.StoreCall;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 64 * MIB;
  private static final long BUDGET = 1L << 30;

  /** Chunks of 1 MiB in 8 streams: 8 MiB and 4 MiB ahead at the most. */
  private static final ReadOptions OPTIONS =
      new ReadOptions(
          ByteSize.ofMib(1), ByteSize.ofMib(1), 8, ByteSize.ofMib(4), ByteSize.ofGib(1));

  @TempDir Path scratch;

  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final RecordingObjectStore store = new RecordingObjectStore(faulty);
  private ByteBudget budget = new ByteBudget(BUDGET);
  private final byte[] content = new byte[SIZE];
  private DiskCache cache;
  private CacheFile file;
  private Fetcher fetcher;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    cache =
        DiskCache.open(
            new CacheOptions(
                scratch, ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ofHours(1), ByteSize.ZERO),
            "test");
    file = cache.open(memory.write("f", content));
    fetcher = new Fetcher(store, file, OPTIONS, budget);
  }

  @AfterEach
  void close() throws Exception {
    faulty.heal();
    await().until(() -> store.running() == 0);
    assertThat(budget.used()).as("bytes still taken").isZero();
    file.close();
    cache.close();
  }

  private static ByteRange mib(int from, int count) {
    return new ByteRange((long) from * MIB, (long) count * MIB);
  }

  private static List<ReadWindow.Ahead> ahead(int from, int count) {
    return List.of(new ReadWindow.Ahead(mib(from, count), MIB));
  }

  private static void waitFor(CompletableFuture<Void> call) throws Exception {
    call.get(30, TimeUnit.SECONDS);
  }

  private Gate holdGets() {
    return faulty.hold(call -> call.operation() == GET);
  }

  @Test
  void demand_ofPresentBytes_asksNothing() throws Exception {
    waitFor(fetcher.demand(mib(0, 1)));
    store.reset();
    assertThat(fetcher.demand(mib(0, 1))).isCompleted();
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void demand_byManyAtOnce_isOneGet() throws Exception {
    Gate gate = holdGets();
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(fetcher.demand(mib(3, 1)));
    }
    gate.open();
    for (CompletableFuture<Void> reader : readers) {
      waitFor(reader);
    }
    assertThat(store.calls()).containsExactly(StoreCall.get("f", 3L * MIB, MIB));
  }

  @Test
  void demand_overlappingOneUnderWay_asksForTheRestOnly() throws Exception {
    Gate gate = holdGets();
    CompletableFuture<Void> first = fetcher.demand(mib(2, 2));
    CompletableFuture<Void> second = fetcher.demand(mib(1, 4));
    gate.open();
    waitFor(first);
    waitFor(second);
    assertThat(store.calls())
        .containsExactlyInAnyOrder(
            StoreCall.get("f", 2L * MIB, 2 * MIB),
            StoreCall.get("f", MIB, MIB),
            StoreCall.get("f", 4L * MIB, MIB));
  }

  @Test
  void wish_fillsTheStreamsAndNoMore() throws Exception {
    Gate gate = holdGets();
    fetcher.wish("reader", ahead(0, 64));
    gate.awaitArrivals(8);
    assertThat(store.calls()).hasSize(8);
    fetcher.leave("reader");
    gate.open();
  }

  @Test
  void leave_cancelsWhatNobodyElseWants() throws Exception {
    Gate gate = holdGets();
    fetcher.wish("a", ahead(0, 8));
    gate.awaitArrivals(8);
    CompletableFuture<Void> waiting = fetcher.demand(mib(3, 1));
    fetcher.leave("a");
    await().until(() -> store.running() == 1);
    gate.open();
    waitFor(waiting);
    assertThat(file.missing(mib(0, 8))).containsExactly(mib(0, 3), mib(4, 4));
  }

  @Test
  void cancelledDemand_endsItsGet() throws Exception {
    Gate gate = holdGets();
    CompletableFuture<Void> waiting = fetcher.demand(mib(0, 1));
    gate.awaitArrivals(1);
    waiting.cancel(true);
    await().until(() -> store.running() == 0);
  }

  @Test
  void failedGet_failsItsWaitersOnlyAndHeals() throws Exception {
    faulty.fail(
        call -> call.range().filter(range -> range.offset() == 0).isPresent(),
        1,
        new StoreError.Unavailable(new StoreError.Detail("get", "down", Optional.empty())));
    CompletableFuture<Void> lost = fetcher.demand(mib(0, 1));
    CompletableFuture<Void> other = fetcher.demand(mib(5, 1));
    assertThatThrownBy(() -> waitFor(lost))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreException.class);
    waitFor(other);
    waitFor(fetcher.demand(mib(0, 1)));
  }

  @Test
  void fetchAll_bringsTheWholeFile() throws Exception {
    waitFor(fetcher.fetchAll(new ByteRange(0, SIZE)));
    assertThat(file.missing(new ByteRange(0, SIZE))).isEmpty();
    assertThat(store.count(GET)).isEqualTo(64);
    assertThat(store.mostAtOnce()).isLessThanOrEqualTo(8);
  }

  @Test
  void wish_withLittleMemory_goesOnOneByOne() throws Exception {
    budget = new ByteBudget(MIB);
    fetcher = new Fetcher(store, file, OPTIONS, budget);
    waitFor(fetcher.fetchAll(mib(0, 10)));
    assertThat(store.mostAtOnce()).isEqualTo(1);
  }

  @Test
  void sequentialReader_fetchesEachByteOnce() throws Exception {
    try (FileReader reader = new FileReader(fetcher, OPTIONS)) {
      for (int at = 0; at < SIZE; at += 128 << 10) {
        waitFor(reader.prepare(new ByteRange(at, 128 << 10), SIZE));
      }
    }
    long bytes =
        store.calls(GET).stream().mapToLong(call -> call.range().orElseThrow().length()).sum();
    assertThat(bytes).isEqualTo(SIZE);
  }

  @Test
  void renameWhileFetching_isNoFailure() throws Exception {
    Gate gate = holdGets();
    CompletableFuture<Void> waiting = fetcher.demand(mib(0, 1));
    gate.awaitArrivals(1);
    file.renamed(memory.write("moved", content));
    memory.remove("f");
    gate.open();
    waitFor(waiting);
  }
}
