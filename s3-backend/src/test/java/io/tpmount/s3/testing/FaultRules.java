package io.tpmount.s3.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.s3.testing.http.S3Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Which faults befall which requests. Chance is seeded, so that a run can be had again. */
final class FaultRules {
  private static final long SEED = 42;

  @GuardedBy("this")
  private final Random random = new Random(SEED);

  @GuardedBy("this")
  private final List<Rule> rules = new ArrayList<>();

  private static final class Rule {
    private final Predicate<S3Request> when;
    private final double share;
    private final Fault fault;
    private int left;

    Rule(Predicate<S3Request> when, double share, int times, Fault fault) {
      this.when = when;
      this.share = share;
      this.left = times;
      this.fault = fault;
    }
  }

  synchronized void add(Predicate<S3Request> when, double share, int times, Fault fault) {
    rules.add(new Rule(when, share, times, fault));
  }

  synchronized void clear() {
    rules.clear();
  }

  /** The faults of this request, each rule counted down that took part. */
  synchronized List<Fault> faultsOf(S3Request request) {
    List<Fault> faults = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.left > 0 && rule.when.test(request) && random.nextDouble() < rule.share) {
        rule.left--;
        faults.add(rule.fault);
      }
    }
    return faults;
  }
}
