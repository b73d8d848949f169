package io.tpmount.s3.testing;

import java.io.IOException;

/** A connection has to end here, in the way the plan says. */
final class CutOff extends IOException {
  private static final long serialVersionUID = 1L;

  private final AnswerPlan.Cut cut;

  CutOff(AnswerPlan.Cut cut) {
    super(cut.toString());
    this.cut = cut;
  }

  AnswerPlan.Cut cut() {
    return cut;
  }
}
