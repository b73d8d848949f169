package io.tpmount.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MountProbeTest {
  @Test
  void getAsBoolean_fileSystemThatAnswers_isAlive() {
    assertThat(new MountProbe(Path.of("/proc")).getAsBoolean()).isTrue();
  }

  @Test
  void getAsBoolean_nothingThere_isDead() {
    assertThat(new MountProbe(Path.of("/proc/not-there")).getAsBoolean()).isFalse();
  }
}
