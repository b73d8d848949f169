package io.tpmount.benchmarks.demo.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Chance that is the same at every run. */
public final class Noise {
  public static final long SEED = 20_261_123;

  private Noise() {}

  /** The chance of one file. */
  public static RandomGenerator of(String name) {
    return new SplittableRandom(SEED ^ ((long) name.hashCode() << 32));
  }
}
