package io.tpmount.s3;

import io.tpmount.s3.testing.Quirk;
import java.util.Set;

/** The contract on a server that answers every If-Match with 412, so that no write can use it. */
final class IfMatchRefusedContractTest extends QuirkContract {
  @Override
  Set<Quirk> quirks() {
    return Set.of(Quirk.IF_MATCH_ALWAYS_FAILS);
  }

  @Override
  public boolean checksConditionsOnPut() {
    return false;
  }

  @Override
  public boolean checksConditionsOnComplete() {
    return false;
  }
}
