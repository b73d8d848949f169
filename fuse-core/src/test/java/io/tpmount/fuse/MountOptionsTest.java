package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.MountOptions.Flag;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
  @Test
  void at_relativePath_isMadeAbsolute() {
    assertThat(MountOptions.at(Path.of("a/../b"), "s").mountPoint())
        .isEqualTo(Path.of("b").toAbsolutePath());
  }

  @Test
  void with_flags_addUp() {
    MountOptions options =
        MountOptions.at(Path.of("/m"), "s").with(Flag.READ_ONLY).with(Flag.ALLOW_OTHER);
    assertThat(options.flags()).containsExactlyInAnyOrder(Flag.READ_ONLY, Flag.ALLOW_OTHER);
    assertThat(options.has(Flag.TRACE)).isFalse();
  }

  @Test
  void new_senselessValues_areRefused() {
    MountOptions options = MountOptions.at(Path.of("/m"), "s");
    assertThatThrownBy(() -> options.withWorkers(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MountOptions.at(Path.of("/m"), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new KernelTimeouts(Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void atMost_limit_shortensWhatIsLonger() {
    assertThat(
            new KernelTimeouts(Duration.ofMinutes(15), Duration.ofMillis(5), Duration.ZERO)
                .atMost(Duration.ofSeconds(1)))
        .isEqualTo(new KernelTimeouts(Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ZERO));
  }
}
