package io.tpmount.vfs.intent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.intent.KeyOrder.Turn;
import io.tpmount.vfs.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeyOrderTest {
  private final KeyOrder order = new KeyOrder();
  private final List<Turn> taken = new ArrayList<>();

  private Turn take(Reach... reach) {
    Turn turn = order.take(reach);
    taken.add(turn);
    return turn;
  }

  private static Reach key(String key) {
    return Reach.key(ObjectKey.of(key));
  }

  @AfterEach
  void closed_all_leaveNothingBehind() {
    taken.forEach(Turn::close);
    assertThat(order.isEmpty()).isTrue();
  }

  @Test
  void take_sameKey_isReadyWhenTheFirstCloses() {
    Turn first = take(key("a"));
    Turn second = take(key("a"));

    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isFalse();
    first.close();
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void take_otherKey_isReadyAtOnce() {
    Turn first = take(key("a"));

    assertThat(take(key("ab")).isReady()).isTrue();
    assertThat(take(key("a/")).isReady()).isTrue();
    assertThat(first.isReady()).isTrue();
  }

  @Test
  void take_subtree_waitsForKeysAndSubtreesInIt() {
    Turn inside = take(key("d/x"));
    Turn below = take(Reach.below("d/e/"));
    take(key("d2"));
    Turn subtree = take(Reach.below("d/"));

    inside.close();
    assertThat(subtree.isReady()).isFalse();
    below.close();
    assertThat(subtree.isReady()).isTrue();
  }

  @Test
  void take_keyInSubtree_waitsForTheSubtree() {
    Turn subtree = take(Reach.below("d/"));
    Turn inside = take(key("d/e/x"));
    Turn below = take(Reach.below("d/e/"));

    assertThat(inside.isReady()).isFalse();
    subtree.close();
    assertThat(inside.isReady()).isTrue();
    assertThat(below.isReady()).isFalse();
  }

  @Test
  void close_beforeItsTurn_letsNobodyPassThoseBeforeIt() {
    Turn first = take(key("a"));
    Turn second = take(key("a"), key("b"));
    Turn third = take(key("b"));

    second.close();
    assertThat(third.isReady()).isFalse();
    first.close();
    assertThat(third.isReady()).isTrue();
  }

  @Test
  void take_atRandom_neverHasTwoThatMeet_andKeepsTheOrder() {
    Random random = new Random(20261126);
    List<Turn> open = new ArrayList<>();
    List<List<Reach>> reaches = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      if (open.size() < 12 && random.nextInt(5) < 3) {
        List<Reach> reach = random.nextBoolean() ? List.of(any(random)) : two(random);
        open.add(take(reach.toArray(Reach[]::new)));
        reaches.add(reach);
      } else if (!open.isEmpty()) {
        int which = random.nextInt(open.size());
        if (open.get(which).isReady()) {
          open.remove(which).close();
          reaches.remove(which);
        }
      }
      check(open, reaches);
    }
  }

  /** One is ready when, and only when, no earlier one that it meets is still there. */
  private static void check(List<Turn> open, List<List<Reach>> reaches) {
    for (int i = 0; i < open.size(); i++) {
      boolean free = true;
      for (int j = 0; j < i; j++) {
        free &= !meet(reaches.get(i), reaches.get(j));
      }
      assertThat(open.get(i).isReady()).isEqualTo(free);
    }
  }

  private static boolean meet(List<Reach> some, List<Reach> others) {
    return some.stream().anyMatch(one -> others.stream().anyMatch(one::meets));
  }

  private static List<Reach> two(Random random) {
    return List.of(any(random), any(random));
  }

  private static Reach any(Random random) {
    String path = List.of("a/", "a/b/", "b/", "a/b/c/", "ab/").get(random.nextInt(5));
    return random.nextBoolean() ? Reach.below(path) : key(path + random.nextInt(2));
  }
}
