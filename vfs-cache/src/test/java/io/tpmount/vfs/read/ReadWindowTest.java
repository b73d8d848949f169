package io.tpmount.vfs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.read.ReadWindow.Plan;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadWindowTest {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private static final ReadOptions OPTIONS =
      new ReadOptions(
          ByteSize.ofMib(16), ByteSize.ofMib(128), 8, ByteSize.ofMib(32), ByteSize.ofMib(256));

  private final ReadWindow window = new ReadWindow(OPTIONS);

  private Plan read(long offset, long length) {
    return window.onRead(new ByteRange(offset, length), GIB);
  }

  /** Everything the plans of a trace would fetch, as a set of blocks. */
  private long blocksWanted(List<ByteRange> reads, long fileSize) {
    java.util.BitSet blocks = new java.util.BitSet();
    for (ByteRange read : reads) {
      Plan plan = window.onRead(read, fileSize);
      for (ByteRange range : List.of(plan.now(), plan.ahead())) {
        if (!range.isEmpty()) {
          blocks.set(
              (int) (range.offset() / ReadWindow.BLOCK),
              (int) ((range.end() + ReadWindow.BLOCK - 1) / ReadWindow.BLOCK));
        }
      }
    }
    return blocks.cardinality();
  }

  @Test
  void smallFile_isFetchedWholeAtOnce() {
    Plan plan = window.onRead(new ByteRange(5_000, 100), 10_000);
    assertThat(plan.now()).isEqualTo(new ByteRange(0, 10_000));
    assertThat(plan.ahead().isEmpty()).isTrue();
  }

  @Test
  void firstRead_waitsForItsBlocksOnly() {
    assertThat(read(0, 4 * KIB).now()).isEqualTo(new ByteRange(0, 128 * KIB));
  }

  @Test
  void sequentialReads_widenToTheLimit() {
    long last = 0;
    for (long at = 0; at < 100 * MIB; at += MIB) {
      Plan plan = read(at, MIB);
      assertThat(plan.ahead().offset()).isEqualTo(at + MIB);
      assertThat(plan.ahead().length()).isGreaterThanOrEqualTo(last);
      last = plan.ahead().length();
    }
    assertThat(last).isEqualTo(32 * MIB + 8 * 16 * MIB);
  }

  @Test
  void readAhead_endsWithTheFile() {
    window.onRead(new ByteRange(0, MIB), 3 * MIB);
    Plan plan = window.onRead(new ByteRange(MIB, MIB), 3 * MIB);
    assertThat(plan.ahead()).isEqualTo(new ByteRange(2 * MIB, MIB));
  }

  @Test
  void randomReads_fetchOneBlockEach() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      long at = MIB + random.nextInt(1000) * MIB + KIB * 4 * random.nextInt(31);
      Plan plan = read(at, 4 * KIB);
      assertThat(plan.now().length()).isEqualTo(128 * KIB);
    }
  }

  @Test
  void piecesOfALargeRandomRead_fetchNothingAhead() {
    read(500 * MIB, 128 * KIB);
    assertThat(read(500 * MIB + 128 * KIB, 128 * KIB).ahead().isEmpty()).isTrue();
  }

  @Test
  void outOfOrderPieces_areOneRun() {
    read(0, 128 * KIB);
    read(384 * KIB, 128 * KIB);
    read(128 * KIB, 128 * KIB);
    Plan plan = read(256 * KIB, 128 * KIB);
    assertThat(plan.change()).isEqualTo(Plan.Change.GOES_ON);
    assertThat(plan.ahead()).isEqualTo(new ByteRange(512 * KIB, 2 * MIB));
  }

  @Test
  void readOutOfOrder_beyondReach_leavesTheWishAlone() {
    read(0, MIB);
    assertThat(read(4 * MIB, 128 * KIB).change()).isEqualTo(Plan.Change.NONE);
    assertThat(read(MIB, MIB).change()).isEqualTo(Plan.Change.GOES_ON);
  }

  @Test
  void readerThatTurnsAway_isNoticedAtTheSecondRead() {
    read(0, MIB);
    assertThat(read(400 * MIB, 4 * KIB).change()).isEqualTo(Plan.Change.NONE);
    assertThat(read(700 * MIB, 4 * KIB).change()).isEqualTo(Plan.Change.TURNED);
  }

  @Test
  void interleavedRuns_keepTheirGrowth() {
    long[] starts = {0, 200 * MIB, 400 * MIB, 600 * MIB};
    Plan last = null;
    for (int step = 0; step < 64; step++) {
      for (long start : starts) {
        last = read(start + KIB * 128 * step, 128 * KIB);
      }
    }
    assertThat(last.change()).isEqualTo(Plan.Change.GOES_ON);
    assertThat(last.ahead().length()).isEqualTo(32 * MIB);
  }

  @Test
  void safetensorsLoad_wastesLittle() {
    // An 8-byte length, a JSON header, then tensors of 8 MiB in shuffled order, each read in 1 MiB
    // pieces.
    List<ByteRange> reads = new ArrayList<>();
    reads.add(new ByteRange(0, 8));
    reads.add(new ByteRange(8, 60 * KIB));
    List<Integer> tensors = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      tensors.add(i);
    }
    java.util.Collections.shuffle(tensors, new Random(11));
    for (int tensor : tensors.subList(0, 16)) {
      for (int piece = 0; piece < 8; piece++) {
        reads.add(new ByteRange(64 * KIB + MIB * 8 * tensor + piece * MIB, MIB));
      }
    }
    long fetched = blocksWanted(reads, 513 * MIB) * ReadWindow.BLOCK;
    assertThat(fetched).isLessThan(MIB * 8 * 16 * 5);
  }

  @Test
  void backwardReads_fetchWhatTheyTouch() {
    List<ByteRange> reads = new ArrayList<>();
    for (long at = 900 * MIB; at > 800 * MIB; at -= 4 * MIB) {
      reads.add(new ByteRange(at, 64 * KIB));
    }
    assertThat(blocksWanted(reads, GIB)).isEqualTo(reads.size());
  }

  @Test
  void parquetFooterFirst_doesNotFetchTheFile() {
    List<ByteRange> reads =
        List.of(
            new ByteRange(GIB - 8, 8),
            new ByteRange(GIB - 64 * KIB, 64 * KIB),
            new ByteRange(300 * MIB, 200 * KIB));
    assertThat(blocksWanted(reads, GIB)).isLessThanOrEqualTo(4);
  }
}
