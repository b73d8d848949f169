package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private static final long MIB = 1 << 20;

  private final Hedging hedging = new Hedging(0.05);

  private void answer(int times, long bytes, long millis) {
    for (int i = 0; i < times; i++) {
      hedging.answered(bytes, Duration.ofMillis(millis));
    }
  }

  @Test
  void patience_isUnknown_beforeThereArePeers() {
    answer(31, MIB, 100);
    assertThat(hedging.patience(MIB)).isEmpty();
  }

  @Test
  void patience_isTwiceAHighQuantile_whateverTheFewSlowOnesTook() {
    answer(97, MIB, 100);
    answer(3, MIB, 9000);
    assertThat(hedging.patience(MIB)).contains(Duration.ofMillis(200));
  }

  @Test
  void patience_isOfPeersOfTheSameSize() {
    answer(50, MIB, 100);
    assertThat(hedging.patience(16 * MIB)).isEmpty();
    assertThat(hedging.patience(MIB + 1000)).isPresent();
  }

  @Test
  void patience_followsAStoreThatSlowsDown() {
    answer(128, MIB, 100);
    answer(128, MIB, 1000);
    assertThat(hedging.patience(MIB)).contains(Duration.ofSeconds(2));
  }

  @Test
  void patience_ofVeryFastAnswers_hasALimit() {
    answer(50, MIB, 1);
    assertThat(hedging.patience(MIB)).contains(Duration.ofMillis(50));
  }

  @Test
  void secondRequests_areABoundedShare() {
    int hedged = 0;
    for (int i = 0; i < 1000; i++) {
      hedging.answered(MIB, Duration.ofMillis(10));
      hedged += hedging.tryHedge() ? 1 : 0;
    }
    assertThat(hedged).isBetween(50, 58);
  }

  @Test
  void noShare_isNoSecondRequest() {
    Hedging off = new Hedging(0);
    for (int i = 0; i < 50; i++) {
      off.answered(MIB, Duration.ofMillis(10));
    }
    assertThat(off.patience(MIB)).isEmpty();
  }
}
