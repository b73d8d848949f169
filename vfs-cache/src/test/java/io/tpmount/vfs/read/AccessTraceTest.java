package io.tpmount.vfs.read;

import static io.tpmount.vfs.read.Trace.GIB;
import static io.tpmount.vfs.read.Trace.KIB;
import static io.tpmount.vfs.read.Trace.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.read.ReadWindow.Ahead;
import io.tpmount.vfs.read.ReadWindow.Plan;
import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What reading costs in requests and bytes, by the order of the reads. The store answers at once,
 * so that all that is wanted ahead is fetched: no network wastes more.
 */
class AccessTraceTest {
  /** Gets and bytes. */
  private record Cost(int requests, long bytes) {}

  private static Cost cost(Trace trace, long fileSize) {
    ReadWindow window = new ReadWindow(ReadOptions.DEFAULT);
    Fetched fetched = new Fetched();
    int requests = 0;
    for (ByteRange read : trace.reads()) {
      Plan plan = window.onRead(read, fileSize);
      assertThat(plan.now().contains(read)).isTrue();
      requests += fetch(fetched, plan.now(), Long.MAX_VALUE);
      for (Ahead ahead : plan.ahead()) {
        assertThat(ahead.range().end()).isLessThanOrEqualTo(fileSize);
        requests += fetch(fetched, ahead.range(), ahead.piece());
      }
    }
    return new Cost(requests, fetched.bytes());
  }

  /** As the fetcher does it: what is missing, cut at the grid of pieces. */
  private static int fetch(Fetched fetched, ByteRange range, long piece) {
    int requests = 0;
    for (ByteRange gap : fetched.missing(range)) {
      requests += (int) ((gap.end() - 1) / piece - gap.offset() / piece + 1);
      fetched.add(gap);
    }
    return requests;
  }

  @Test
  void sequential_growsToChunks() {
    Cost cost = cost(new Trace().run(0, GIB), GIB);
    assertThat(cost.bytes()).isEqualTo(GIB);
    assertThat(cost.requests()).isLessThan(200);
  }

  @Test
  void sequential_withPiecesOutOfOrder_costsNoMore() {
    Cost cost = cost(new Trace().disorderedRun(0, GIB), GIB);
    assertThat(cost.bytes()).isEqualTo(GIB);
    assertThat(cost.requests()).isLessThan(200);
  }

  @Test
  void sequential_stoppedInTheMiddle_wastesFourTimesWhatWasRead() {
    Cost cost = cost(new Trace().run(0, 10 * MIB), GIB);
    assertThat(cost.bytes()).isLessThanOrEqualTo(5 * 10 * MIB);
  }

  @Test
  void fourInterleavedStreams_eachGrow() {
    Trace trace = new Trace();
    for (long at = 0; at < 256 * MIB; at += Trace.REQUEST) {
      for (long stream = 0; stream < 4; stream++) {
        trace.read(stream * 256 * MIB + at, Trace.REQUEST);
      }
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isEqualTo(GIB);
    assertThat(cost.requests()).isLessThan(400);
  }

  /** An 8-byte length, a JSON header, then every tensor once, in any order. */
  private static Trace safetensors(int tensors, long size, int loaded) {
    Trace trace = new Trace().read(0, 8).read(8, 60 * KIB);
    Trace.shuffled(64 * KIB, size, tensors, 11)
        .subList(0, loaded)
        .forEach(offset -> trace.run(offset, size));
    return trace;
  }

  @Test
  void safetensors_wholeInShuffledOrder_isLargeGets() {
    long size = 64 * KIB + 64 * 8 * MIB;
    Cost cost = cost(safetensors(64, 8 * MIB, 64), size);
    assertThat(cost.bytes()).isLessThanOrEqualTo(size);
    assertThat(cost.requests()).isLessThan(64 * 12);
  }

  @Test
  void safetensors_aQuarterOfTheTensors_wastesLittle() {
    Cost cost = cost(safetensors(64, 8 * MIB, 16), 64 * KIB + 64 * 8 * MIB);
    assertThat(cost.bytes()).isLessThan(16 * 8 * MIB * 2);
  }

  @Test
  void tensorsOfManySizes_areBelievedFromTheirFirstRead() {
    Random random = new Random(5);
    List<ByteRange> tensors = new ArrayList<>();
    long at = 64 * KIB;
    while (at < GIB) {
      long size = (1 + random.nextInt(32)) * MIB / (1 + random.nextInt(4));
      tensors.add(new ByteRange(at, size));
      at += size;
    }
    Collections.shuffle(tensors, random);
    Trace trace = new Trace().read(0, 8).read(8, 60 * KIB);
    tensors.forEach(tensor -> trace.run(tensor.offset(), tensor.length()));
    Cost cost = cost(trace, at);
    assertThat(cost.bytes()).isLessThanOrEqualTo(at);
    assertThat(cost.bytes() / cost.requests()).isGreaterThan(MIB);
  }

  @Test
  void mmapFaults_throughTensorsInShuffledOrder_areLargeGets() {
    long size = 64 * KIB + 26 * 8 * MIB;
    Trace trace = new Trace().faults(0, 64 * KIB);
    Trace.shuffled(64 * KIB, 8 * MIB, 26, 3).forEach(offset -> trace.faults(offset, 8 * MIB));
    Cost cost = cost(trace, size + 2 * Trace.REQUEST);
    assertThat(cost.requests()).isLessThan(26 * 13);
    assertThat(cost.bytes()).isLessThan(size + MIB);
  }

  @Test
  void parquetFooterFirst_thenColumns_fetchesTheColumnsOnly() {
    Trace trace = new Trace().read(GIB - 8, 8).read(GIB - 64 * KIB, 64 * KIB - 8);
    for (long group = 0; group < 16; group++) {
      trace.run(group * 60 * MIB + 7 * MIB, 2 * MIB);
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(3 * trace.distinct());
    assertThat(cost.requests()).isLessThan(16 * 14);
  }

  @Test
  void zipDirectoryFirst_thenSmallMembers_fetchesTheirBlocks() {
    Trace trace = new Trace().read(GIB - 22, 22).run(GIB - MIB, MIB);
    List<Long> members = Trace.shuffled(MIB, 8 * MIB, 100, 17);
    members.forEach(offset -> trace.read(offset, 30).read(offset + 30, 40 * KIB));
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(100 * 128 * KIB + 6 * MIB);
    assertThat(cost.requests()).isLessThan(125);
  }

  @Test
  void sqlitePages_fetchABlockEach() {
    Random random = new Random(23);
    Trace trace = new Trace().read(0, 100).read(0, 4 * KIB);
    for (int query = 0; query < 300; query++) {
      trace.read(random.nextLong(16) * 4 * KIB, 4 * KIB);
      trace.read(MIB * random.nextInt(1000) + 4 * KIB * random.nextInt(256), 4 * KIB);
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(320 * 128 * KIB);
    assertThat(cost.requests()).isLessThan(320);
  }

  @Test
  void uniformlyRandomReads_fetchABlockEach_whereverTheyLie() {
    Random random = new Random(7);
    Trace trace = new Trace();
    for (int i = 0; i < 1000; i++) {
      trace.read(random.nextLong(4 * GIB - 4 * KIB), 4 * KIB);
    }
    Cost cost = cost(trace, 4 * GIB);
    assertThat(cost.bytes()).isLessThanOrEqualTo(1000 * 128 * KIB);
    assertThat(cost.requests()).isLessThanOrEqualTo(1000);
  }

  @Test
  void largeRandomReads_fetchLittleMore() {
    Random random = new Random(9);
    Trace trace = new Trace();
    for (int i = 0; i < 200; i++) {
      trace.run(random.nextLong(1000) * 4 * MIB, 512 * KIB);
    }
    Cost cost = cost(trace, 4 * GIB);
    assertThat(cost.bytes()).isLessThan(3 * trace.distinct() / 2);
  }

  @Test
  void equalSlicesOfEachRow_fetchNothingBetween() {
    Trace trace = new Trace();
    for (long row = 0; row < 100; row++) {
      trace.run(3 * MIB + row * 10 * MIB, MIB);
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(trace.distinct() + 30 * MIB);
    assertThat(cost.requests()).isLessThan(100 * 6);
  }

  @Test
  void smallSteps_areForeseen() {
    Trace trace = new Trace();
    for (long row = 0; row < 200; row++) {
      trace.read(8 * MIB + row * 3 * MIB, 64 * KIB);
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(220 * 128 * KIB);
    assertThat(cost.requests()).isLessThan(220);
  }

  @Test
  void backward_fetchesNothingBeyond() {
    Trace trace = new Trace();
    for (long at = 900 * MIB; at > 800 * MIB; at -= 64 * KIB) {
      trace.read(at, 64 * KIB);
    }
    Cost cost = cost(trace, GIB);
    assertThat(cost.bytes()).isLessThan(trace.distinct() + 2 * MIB);
    assertThat(cost.requests()).isLessThan(800);
  }
}
