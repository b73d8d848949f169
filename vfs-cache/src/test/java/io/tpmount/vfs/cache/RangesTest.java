package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.unit.ByteRange;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangesTest {
  private final Ranges ranges = new Ranges();

  private static ByteRange range(long start, long end) {
    return ByteRange.between(start, end);
  }

  @Test
  void add_touchingRanges_becomeOne() {
    ranges.add(range(0, 10));
    ranges.add(range(20, 30));
    ranges.add(range(10, 20));
    assertThat(ranges.asList()).containsExactly(range(0, 30));
  }

  @Test
  void remove_middle_splits() {
    ranges.add(range(0, 30));
    ranges.remove(range(10, 20));
    assertThat(ranges.asList()).containsExactly(range(0, 10), range(20, 30));
    assertThat(ranges.gaps(range(5, 25))).containsExactly(range(10, 20));
    assertThat(ranges.within(range(5, 25))).containsExactly(range(5, 10), range(20, 25));
  }

  @Test
  void contains_emptyRange_always() {
    assertThat(ranges.contains(range(5, 5))).isTrue();
    assertThat(ranges.gaps(range(5, 5))).isEmpty();
  }

  @Test
  void decode_ofOtherBytes_isRefused() {
    assertThatThrownBy(() -> Ranges.decode(new byte[] {(byte) 0x80}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void encode_thenDecode_isSame() {
    ranges.add(range(3, 5));
    ranges.add(range(1L << 40, (1L << 40) + 7));
    assertThat(Ranges.decode(ranges.encode())).isEqualTo(ranges);
    assertThat(Ranges.decode(new byte[0]).asList()).isEqualTo(List.of());
  }

  @Test
  void anyOperations_matchABitSet() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    BitSet model = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int start = random.nextInt(200);
      int end = start + random.nextInt(40);
      if (random.nextBoolean()) {
        ranges.add(range(start, end));
        model.set(start, end);
      } else {
        ranges.remove(range(start, end));
        model.clear(start, end);
      }
      BitSet got = new BitSet();
      ranges.asList().forEach(run -> got.set((int) run.offset(), (int) run.end()));
      assertThat(got).as("seed %d, step %d", seed, i).isEqualTo(model);
      assertThat(ranges.total()).isEqualTo(model.cardinality());
      assertThat(ranges.contains(range(start, end))).isEqualTo(model.nextClearBit(start) >= end);
    }
  }
}
