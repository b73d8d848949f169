package io.tpmount.benchmarks.demo.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Numbers as a model's weights are: normally distributed around zero, in bfloat16. Drawn from a
 * table, because hundreds of millions of logarithms would take longer than all else here.
 */
final class Bf16Weights {
  private static final double DEVIATION = 0.02;
  private static final int TABLE_BITS = 12;

  private final RandomGenerator random;
  private final short[] table = new short[1 << TABLE_BITS];

  Bf16Weights(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < table.length; i++) {
      table[i] = bf16((float) (random.nextGaussian() * DEVIATION));
    }
  }

  /** Fills the buffer, whose size must be a multiple of four numbers. */
  void fill(byte[] buffer) {
    ByteBuffer out = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    while (out.hasRemaining()) {
      long chance = random.nextLong();
      for (int i = 0; i < 4; i++) {
        out.putShort(table[(int) (chance >>> (16 * i)) & (table.length - 1)]);
      }
    }
  }

  /** The upper half of a float. */
  private static short bf16(float value) {
    return (short) (Float.floatToRawIntBits(value) >>> 16);
  }
}
