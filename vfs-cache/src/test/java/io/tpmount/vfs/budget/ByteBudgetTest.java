package io.tpmount.vfs.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.budget.ByteBudget.Account;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final long MIB = 1 << 20;

  private final ByteBudget budget = new ByteBudget(100 * MIB);

  private static void nothing() {}

  @Test
  void oneAccount_mayTakeAll() {
    Account alone = budget.account();
    assertThat(alone.share()).isEqualTo(100 * MIB);
    assertThat(alone.tryTake(60 * MIB, ByteBudgetTest::nothing)).isTrue();
    assertThat(alone.tryTake(40 * MIB, ByteBudgetTest::nothing)).isTrue();
    assertThat(alone.tryTake(MIB, ByteBudgetTest::nothing)).isFalse();
  }

  @Test
  void refused_isTriedAgainOnce_whenBytesComeFree() {
    Account account = budget.account();
    List<String> retries = new ArrayList<>();
    Runnable retry = () -> retries.add("again");
    account.take(100 * MIB);
    assertThat(account.tryTake(2 * MIB, retry)).isFalse();
    assertThat(account.tryTake(2 * MIB, retry)).isFalse();
    account.give(50 * MIB);
    account.give(50 * MIB);
    assertThat(retries).containsExactly("again");
  }

  @Test
  void accountWithoutAnything_mayAlwaysTakeALittle() {
    budget.account().take(200 * MIB);
    assertThat(budget.account().tryTake(MIB, ByteBudgetTest::nothing)).isTrue();
    assertThat(budget.account().tryTake(2 * MIB, ByteBudgetTest::nothing)).isFalse();
  }

  @Test
  void accountThatHasAll_isRefused_onceAnotherWaits() {
    Account first = budget.account();
    Account second = budget.account();
    first.take(100 * MIB);
    assertThat(second.tryTake(10 * MIB, ByteBudgetTest::nothing)).isFalse();
    assertThat(first.share()).isEqualTo(50 * MIB);
    // It gives back what it had, takes more, and the other comes to its half.
    Deque<Boolean> got = new ArrayDeque<>();
    second.tryTake(10 * MIB, () -> got.add(second.tryTake(10 * MIB, ByteBudgetTest::nothing)));
    first.give(20 * MIB);
    assertThat(got).containsExactly(true);
  }

  @Test
  void manyReaders_allGoOn_andStayWithinTheLimit() {
    List<Account> readers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      readers.add(budget.account());
    }
    long[] gets = new long[readers.size()];
    long[] held = new long[readers.size()];
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < readers.size(); i++) {
        readers.get(i).give(held[i]);
        long piece = Math.max(MIB / 2, Math.min(16 * MIB, readers.get(i).share() / 2));
        held[i] = readers.get(i).tryTake(piece, ByteBudgetTest::nothing) ? piece : 0;
        gets[i] += held[i] > 0 ? 1 : 0;
      }
    }
    assertThat(Arrays.stream(gets).min().orElseThrow()).isGreaterThan(150);
    assertThat(budget.used()).isLessThanOrEqualTo(100 * MIB + 64 * MIB);
  }

  @Test
  void anUpload_largerThanTheLimit_isLetInAlone() throws Exception {
    budget.takeWaiting(300 * MIB);
    Thread second = Thread.ofVirtual().start(this::takeOne);
    assertThat(second.isAlive()).isTrue();
    budget.give(300 * MIB);
    second.join();
    assertThat(budget.used()).isEqualTo(MIB);
  }

  private void takeOne() {
    try {
      budget.takeWaiting(MIB);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
