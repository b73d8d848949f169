package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.unit.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final long EXTENT = 1 << 20;

  private final Ranges present = new Ranges();
  private final Leases leases = new Leases(new Extents(EXTENT), 0);
  private final List<Integer> uses = new ArrayList<>();

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private void fill(long start, long end, long nanos) {
    present.add(ByteRange.between(start, end));
    leases.filled(ByteRange.between(start, end), nanos);
  }

  private ByteRange read(long start, long end, long nanos) {
    ByteRange range = ByteRange.between(start, end);
    leases.add(range, nanos, uses::add);
    return range;
  }

  @Test
  void droppable_heldRange_isLeftOut() {
    fill(0, 1000, seconds(0));
    ByteRange held = read(400, 600, seconds(20));
    assertThat(leases.droppable(present, 0, seconds(20)))
        .containsExactly(ByteRange.between(0, 400), ByteRange.between(600, 1000));
    leases.remove(held);
    assertThat(leases.droppable(present, 0, seconds(20))).containsExactly(new ByteRange(0, 1000));
  }

  @Test
  void droppable_justFetched_waitsForItsReader() {
    fill(0, 1000, seconds(100));
    assertThat(leases.droppable(present, 0, seconds(101))).isEmpty();
    leases.remove(read(0, 300, seconds(102)));
    assertThat(leases.droppable(present, 0, seconds(102))).containsExactly(new ByteRange(0, 300));
    assertThat(leases.droppable(present, 0, seconds(111))).containsExactly(new ByteRange(0, 1000));
  }

  @Test
  void add_manyReadsThroughAPiece_areOneUse() {
    for (int at = 0; at < 2 * EXTENT; at += 4096) {
      read(at, at + 4096, seconds(1));
    }
    assertThat(uses).containsExactly(0, 1);
    read(0, 10, seconds(12));
    assertThat(uses).containsExactly(0, 1, 0);
  }

  @Test
  void add_afterItsOwnFetch_isNoUseOfItsOwn() {
    fill(0, 1000, seconds(1));
    read(0, 1000, seconds(2));
    assertThat(uses).isEmpty();
  }

  @Test
  void unusedFor_piecesOfAnOpenFile_areThoseNobodyReads() {
    fill(0, 3 * EXTENT, seconds(0));
    read(EXTENT, EXTENT + 1, seconds(50));
    assertThat(leases.unusedFor(present, seconds(30), seconds(60))).containsExactly(0, 2);
    assertThat(leases.unusedFor(present, seconds(90), seconds(60))).isEmpty();
  }
}
