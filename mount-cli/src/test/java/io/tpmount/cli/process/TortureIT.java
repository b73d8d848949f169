package io.tpmount.cli.process;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is lost, torn or brought back by kill -9; {@code scripts/torture} runs more of it. */
final class TortureIT {
  @Test
  @Tag("all")
  void kill_atAnyMoment_losesAndResurrectsNothing() throws IOException, InterruptedException {
    int rounds = Integer.getInteger("tpmount.torture.rounds", 20);
    long seed = Long.getLong("tpmount.torture.seed", System.nanoTime());
    try (CountedScene counted = CountedScene.start()) {
      new Torture(counted, seed).run(rounds);
    }
  }
}
