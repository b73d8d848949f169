package io.tpmount.s3.testing;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All the faults of one request, sorted by when they take effect. */
record AnswerPlan(List<Fault> faults) {
  /** Marks an answer that is cut off; how is for the connection to do. */
  enum Cut {
    RESET,
    CLOSE
  }

  Duration delay() {
    return faults.stream()
        .filter(Fault.Delay.class::isInstance)
        .map(fault -> ((Fault.Delay) fault).time())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Bytes a second; empty without limit. */
  Optional<Long> rate() {
    return first(Fault.Throttle.class).map(Fault.Throttle::bytesPerSecond);
  }

  Optional<CannedAnswer> answer(S3Request request) {
    return first(Fault.Answer.class).map(fault -> fault.answer().apply(request));
  }

  boolean losesAnswer() {
    return first(Fault.LoseAnswer.class).isPresent();
  }

  HttpHead edit(HttpHead head) {
    HttpHead edited = head;
    for (Fault fault : faults) {
      edited = fault instanceof Fault.EditHead change ? change.edit().apply(edited) : edited;
    }
    return edited;
  }

  /** The bytes the body is shorter (negative) or longer than the server made it. */
  long lengthChange() {
    return first(Fault.Lengthen.class).map(Fault.Lengthen::bytes).orElse(0L)
        - first(Fault.Shorten.class).map(Fault.Shorten::bytes).orElse(0L);
  }

  Optional<Fault.Stall> stall() {
    return first(Fault.Stall.class);
  }

  /** Where the body is cut off; empty when it is not. */
  Optional<Long> cutAt() {
    return first(Fault.ResetAfter.class)
        .map(Fault.ResetAfter::bytes)
        .or(() -> first(Fault.CloseAfter.class).map(Fault.CloseAfter::bytes));
  }

  Cut cut() {
    return first(Fault.ResetAfter.class).isPresent() || losesAnswer() ? Cut.RESET : Cut.CLOSE;
  }

  private <T extends Fault> Optional<T> first(Class<T> kind) {
    return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
