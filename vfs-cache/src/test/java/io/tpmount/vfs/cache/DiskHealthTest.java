package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DiskHealthTest {
  private final DiskHealth health = new DiskHealth();

  @Test
  void failed_limitsReached_isNoFailureOfTheDisk() {
    health.failed(CacheFullException.ofLimits("full"), 0);
    assertThat(health.state()).isEqualTo(new CacheHealth.Good());
  }

  @Test
  void failed_diskFull_recoversOnceItWorkedForAWhile() {
    health.failed(CacheFullException.ofDisk("full"), 0);
    assertThat(health.state()).isEqualTo(new CacheHealth.Full());
    health.worked(TimeUnit.SECONDS.toNanos(1));
    assertThat(health.state()).isEqualTo(new CacheHealth.Full());
    health.worked(TimeUnit.SECONDS.toNanos(11));
    assertThat(health.state()).isEqualTo(new CacheHealth.Good());
  }

  @Test
  void failed_otherwise_saysWhy() {
    health.failed(new IOException("read error"), 0);
    assertThat(health.state().describe()).isEqualTo("failing: read error");
  }
}
