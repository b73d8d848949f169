package io.tpmount.benchmarks.demo.data;

import java.util.List;

/** A tensor of bfloat16 numbers: what it is called and how long its sides are. */
record Tensor(String name, List<Integer> shape) {
  private static final int BYTES_PER_NUMBER = 2;

  Tensor {
    shape = List.copyOf(shape);
  }

  static Tensor of(String name, Integer... shape) {
    return new Tensor(name, List.of(shape));
  }

  long bytes() {
    return shape.stream()
        .mapToLong(Integer::longValue)
        .reduce(BYTES_PER_NUMBER, Math::multiplyExact);
  }
}
