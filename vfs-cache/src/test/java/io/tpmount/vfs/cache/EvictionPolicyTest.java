package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.cache.EvictionPolicy.Victim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EvictionPolicyTest {
  private static final int ROOM = 100;

  private final EvictionPolicy policy = new EvictionPolicy();

  /** What a disk with room for {@link #ROOM} bytes would hold. */
  private final Map<Integer, Integer> disk = new HashMap<>();

  private int used;

  /** Reads a file of one piece, fetching it first where it is absent. */
  private boolean read(int file, int bytes) {
    Piece piece = new Piece(file, 0);
    if (disk.containsKey(file)) {
      policy.use(piece, bytes);
      return true;
    }
    while (used + bytes > ROOM) {
      policy.victims(used + bytes - ROOM).forEach(this::drop);
    }
    policy.add(piece, bytes);
    disk.put(file, bytes);
    used += bytes;
    return false;
  }

  private void drop(Victim victim) {
    int bytes = disk.remove((int) victim.piece().file());
    assertThat(victim.weight()).isEqualTo(bytes);
    used -= bytes;
  }

  private int hits(IntStream files) {
    return (int) files.filter(file -> read(file, 1)).count();
  }

  @Test
  void pass_overTenTimesTheRoom_leavesTheHotSet() {
    for (int round = 0; round < 3; round++) {
      hits(IntStream.range(0, 60));
    }
    assertThat(hits(IntStream.range(1000, 1000 + 10 * ROOM))).isZero();
    assertThat(hits(IntStream.range(0, 60))).isEqualTo(60);
  }

  @Test
  void epochs_overTwiceTheRoom_hitWhatTheMainPartHolds() {
    hits(IntStream.range(0, 2 * ROOM));
    for (int epoch = 0; epoch < 20; epoch++) {
      assertThat(hits(IntStream.range(0, 2 * ROOM))).isGreaterThanOrEqualTo(70);
    }
  }

  @Test
  void workThatMovesOn_takesTheRoomOver() {
    for (int round = 0; round < 10; round++) {
      hits(IntStream.range(0, ROOM));
    }
    for (int round = 0; round < 30; round++) {
      hits(IntStream.range(1000, 1000 + ROOM));
    }
    assertThat(hits(IntStream.range(1000, 1000 + ROOM))).isGreaterThanOrEqualTo(90);
  }

  @Test
  void largePiece_seenAsOftenAsOneSmallOne_doesNotDisplaceMany() {
    for (int round = 0; round < 2; round++) {
      hits(IntStream.range(0, 60));
    }
    for (int round = 0; round < 10; round++) {
      for (int large = 0; large < 4; large++) {
        read(2000 + 4 * round + large, 15);
      }
    }
    assertThat(hits(IntStream.range(0, 60))).isEqualTo(60);
  }

  @Test
  void victims_whileThereIsNothing_areNone() {
    assertThat(policy.victims(10)).isEmpty();
  }

  @Test
  void victims_moreThanThereIs_areAll() {
    hits(IntStream.range(0, 30));
    assertThat(policy.victims(1000)).hasSize(30);
    assertThat(policy.size()).isZero();
    assertThat(policy.weight()).isZero();
  }

  @Test
  void victim_thatCouldNotBeDropped_comesAgainAfterAllOthers() {
    for (int file = 0; file < 10; file++) {
      policy.addOlder(new Piece(file, 0), 1);
    }
    Victim first = policy.victims(1).getFirst();
    assertThat(first.piece()).isEqualTo(new Piece(9, 0));
    policy.keep(first);
    List<Victim> all = policy.victims(10);
    assertThat(all).hasSize(10);
    assertThat(all.getLast()).isEqualTo(first);
  }

  @Test
  void piecesOfAnEarlierRun_standAgainstAPassOverNewOnes() {
    for (int file = 0; file < ROOM; file++) {
      policy.addOlder(new Piece(file, 0), 1);
      disk.put(file, 1);
      used++;
    }
    hits(IntStream.range(1000, 2000));
    assertThat(hits(IntStream.range(0, ROOM))).isGreaterThanOrEqualTo(75);
  }

  @Test
  void remove_knownPiece_isNoVictim() {
    policy.add(new Piece(1, 0), 5);
    policy.add(new Piece(1, 1), 5);
    policy.remove(new Piece(1, 0));
    assertThat(policy.victims(10)).containsExactly(new Victim(new Piece(1, 1), 5));
  }

  @Test
  void add_inParts_isOnePiece() {
    policy.add(new Piece(1, 0), 5);
    policy.add(new Piece(1, 0), 6);
    assertThat(policy.victims(1)).containsExactly(new Victim(new Piece(1, 0), 11));
  }
}
