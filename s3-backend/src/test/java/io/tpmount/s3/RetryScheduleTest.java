package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Optional<Duration> NOTHING_ASKED = Optional.empty();
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(6, Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(30));

  @Test
  void pause_eachFailure_doublesItsLimitUpToTheCap() {
    double almostOne = Math.nextDown(1.0);
    assertThat(pause(1, almostOne)).isBetween(Duration.ofMillis(99), Duration.ofMillis(100));
    assertThat(pause(2, almostOne)).isBetween(Duration.ofMillis(199), Duration.ofMillis(200));
    assertThat(pause(3, almostOne)).isBetween(Duration.ofMillis(399), Duration.ofMillis(400));
    assertThat(pause(4, almostOne)).isBetween(Duration.ofMillis(499), Duration.ofMillis(500));
    assertThat(pause(5, almostOne)).isBetween(Duration.ofMillis(499), Duration.ofMillis(500));
  }

  @Test
  void pause_jitter_isFull() {
    assertThat(pause(3, 0)).isZero();
    assertThat(pause(3, 0.5)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void pause_lastAttemptFailed_givesUp() {
    assertThat(SCHEDULE.pause(6, NOW, NOTHING_ASKED, 0)).isEmpty();
  }

  @Test
  void pause_patienceSpent_givesUp() {
    assertThat(SCHEDULE.pause(1, Duration.ofSeconds(30), NOTHING_ASKED, 0)).isEmpty();
  }

  @Test
  void pause_storeAskedForMore_isAtLeastThat() {
    assertThat(SCHEDULE.pause(1, NOW, Optional.of(Duration.ofMillis(300)), 0.5))
        .contains(Duration.ofMillis(300));
  }

  @Test
  void pause_storeAskedForAnHour_isTheCap() {
    assertThat(SCHEDULE.pause(1, NOW, Optional.of(Duration.ofHours(1)), 0.5))
        .contains(Duration.ofMillis(500));
  }

  @Test
  void pause_manyFailures_doesNotOverflow() {
    RetrySchedule endless =
        new RetrySchedule(
            Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofDays(1));
    assertThat(endless.pause(1_000_000, NOW, NOTHING_ASKED, 0.5)).contains(Duration.ofSeconds(30));
  }

  @Test
  void never_firstFailure_givesUp() {
    assertThat(RetrySchedule.NEVER.pause(1, NOW, NOTHING_ASKED, 0)).isEmpty();
  }

  @Test
  void new_noAttempt_isRefused() {
    assertThatThrownBy(() -> new RetrySchedule(0, NOW, NOW, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration pause(int failed, double random) {
    return SCHEDULE.pause(failed, NOW, NOTHING_ASKED, random).orElseThrow();
  }
}
