package io.tpmount.vfs.read;

import static io.tpmount.vfs.read.Trace.GIB;
import static io.tpmount.vfs.read.Trace.KIB;
import static io.tpmount.vfs.read.Trace.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.read.ReadWindow.Ahead;
import io.tpmount.vfs.read.ReadWindow.Plan;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import org.junit.jupiter.api.Test;

/** The steps of the policy; what it costs over whole traces is {@link AccessTraceTest}'s. */
class ReadWindowTest {
  private static final ReadOptions OPTIONS =
      new ReadOptions(
          ByteSize.ofMib(16), ByteSize.ofMib(128), 8, ByteSize.ofMib(32), ByteSize.ofMib(256));

  private final ReadWindow window = new ReadWindow(OPTIONS);

  private Plan read(long offset, long length) {
    return window.onRead(new ByteRange(offset, length), GIB);
  }

  @Test
  void smallFile_isFetchedWholeAtOnce() {
    Plan plan = window.onRead(new ByteRange(5_000, 100), 10_000);
    assertThat(plan.now()).isEqualTo(new ByteRange(0, 10_000));
    assertThat(plan.ahead()).isEmpty();
  }

  @Test
  void firstRead_waitsForItsBlockOnly() {
    Plan plan = read(0, 4 * KIB);
    assertThat(plan.now()).isEqualTo(new ByteRange(0, 128 * KIB));
    assertThat(plan.ahead().getFirst().piece()).isLessThanOrEqualTo(256 * KIB);
  }

  @Test
  void smallReadAcrossTwoBlocks_isHalfOfEach() {
    assertThat(read(128 * KIB - 100, 200).now()).isEqualTo(new ByteRange(64 * KIB, 128 * KIB));
  }

  @Test
  void sequentialReads_widenToTheLimit() {
    Ahead last = new Ahead(new ByteRange(0, 0), 0);
    for (long at = 0; at < 100 * MIB; at += MIB) {
      Ahead next = read(at, MIB).ahead().getFirst();
      assertThat(next.range().offset()).isEqualTo(at + MIB);
      assertThat(next.range().end()).isGreaterThanOrEqualTo(last.range().end());
      last = next;
    }
    assertThat(last.range().length()).isBetween(9 * 16 * MIB, 10 * 16 * MIB);
    assertThat(last.piece()).isEqualTo(16 * MIB);
  }

  @Test
  void singleStream_growsItsChunksToTheirLimit() {
    ReadWindow single =
        new ReadWindow(
            new ReadOptions(
                ByteSize.ofMib(16), ByteSize.ofMib(64), 1, ByteSize.ZERO, ByteSize.ofGib(1)));
    long piece = 0;
    for (long at = 0; at < 100 * MIB; at += MIB) {
      piece = single.onRead(new ByteRange(at, MIB), 8 * GIB).ahead().getFirst().piece();
    }
    assertThat(piece).isEqualTo(64 * MIB);
  }

  @Test
  void readAhead_endsWithTheFile() {
    window.onRead(new ByteRange(0, MIB), 3 * MIB);
    Plan plan = window.onRead(new ByteRange(MIB, MIB), 3 * MIB);
    assertThat(plan.ahead().getFirst().range()).isEqualTo(new ByteRange(2 * MIB, MIB));
  }

  @Test
  void piecesOfALargeRandomRead_fetchNothingAhead() {
    read(500 * MIB, 128 * KIB);
    assertThat(read(500 * MIB + 128 * KIB, 128 * KIB).ahead()).isEmpty();
  }

  @Test
  void outOfOrderPieces_areOneRun() {
    read(0, 128 * KIB);
    read(384 * KIB, 128 * KIB);
    read(128 * KIB, 128 * KIB);
    Plan plan = read(256 * KIB, 128 * KIB);
    assertThat(plan.ahead().getFirst().range()).isEqualTo(new ByteRange(512 * KIB, 2 * MIB));
  }

  @Test
  void readElsewhere_leavesWhatIsWantedAlone() {
    Plan before = read(0, MIB);
    Plan plan = read(400 * MIB, 4 * KIB);
    assertThat(plan.ahead()).isEqualTo(before.ahead());
    assertThat(plan.change()).isEqualTo(Plan.Change.GOES_ON);
  }

  @Test
  void readerThatTurnsAway_isNoticedSoon() {
    read(0, MIB);
    read(400 * MIB, 4 * KIB);
    read(700 * MIB, 4 * KIB);
    Plan plan = read(500 * MIB, 4 * KIB);
    assertThat(plan.change()).isEqualTo(Plan.Change.TURNED);
    assertThat(plan.ahead()).isEmpty();
  }

  @Test
  void runThatGoesOnElsewhere_isForgottenAfterAWhile() {
    read(0, MIB);
    Plan.Change change = Plan.Change.GOES_ON;
    for (long piece = 0; piece < 40 && change == Plan.Change.GOES_ON; piece++) {
      change = read(400 * MIB + piece * 128 * KIB, 128 * KIB).change();
    }
    assertThat(change).isEqualTo(Plan.Change.TURNED);
  }

  @Test
  void interleavedRuns_areAllWantedAhead() {
    long[] starts = {0, 200 * MIB, 400 * MIB, 600 * MIB};
    Plan last = null;
    for (long step = 0; step < 64; step++) {
      for (long start : starts) {
        last = read(start + KIB * 128 * step, 128 * KIB);
      }
    }
    assertThat(last.ahead()).hasSize(4);
    assertThat(last.ahead()).allMatch(ahead -> ahead.range().length() >= 31 * MIB);
  }

  @Test
  void newRun_afterSeveralLongOnes_isBelievedAtOnce() {
    for (long run = 0; run < 4; run++) {
      for (int piece = 0; piece < 16; piece++) {
        read(run * 100 * MIB + piece * MIB, MIB);
      }
    }
    Ahead ahead = read(900 * MIB, 128 * KIB).ahead().getFirst();
    assertThat(ahead.range()).isEqualTo(ByteRange.between(900 * MIB + 128 * KIB, 916 * MIB));
    assertThat(ahead.piece()).isGreaterThanOrEqualTo(MIB);
  }

  @Test
  void newRun_afterManyShortOnes_isNotBelieved() {
    for (long run = 0; run < 8; run++) {
      read(run * 100 * MIB + 7 * MIB * run, 4 * KIB);
    }
    assertThat(read(950 * MIB, 128 * KIB).ahead()).isEmpty();
  }

  @Test
  void backwardReads_areFetchedBackward() {
    Plan plan = null;
    for (long i = 0; i < 6; i++) {
      plan = read(500 * MIB - i * MIB, MIB);
    }
    assertThat(plan.ahead()).isNotEmpty();
    assertThat(plan.ahead()).allMatch(ahead -> ahead.range().end() <= 495 * MIB);
  }
}
