package io.tpmount.s3;

import io.tpmount.s3.testing.Quirk;
import java.util.Set;

/**
 * The contract on a server that behaves as TensorPool Object Storage does: labels for ETags, wrong
 * checksums in every answer, and none taken.
 */
final class TensorPoolContractTest extends QuirkContract {
  @Override
  Set<Quirk> quirks() {
    return Quirk.tensorPool();
  }
}
