package io.tpmount.s3.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Copies one body, as fast as both sides go or as slow and as far as a plan says. */
final class BodyRelay {
  private static final int BUFFER = 1 << 17;
  private static final int SLICES_PER_SECOND = 20;

  private final byte[] buffer = new byte[BUFFER];

  /** Copies all of it. */
  void copy(InputStream from, OutputStream to) throws IOException {
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
    }
  }

  /** Copies it as the plan says; throws {@link CutOff} where the plan cuts it. */
  void copy(InputStream from, OutputStream to, AnswerPlan plan, long startedAt)
      throws IOException, InterruptedException {
    long keep = plan.cutAt().orElse(Long.MAX_VALUE);
    long done = 0;
    while (true) {
      stallAt(done, plan.stall(), to);
      if (done >= keep) {
        to.flush();
        throw new CutOff(plan.cut());
      }
      int count = from.read(buffer, 0, slice(done, keep, plan));
      if (count < 0) {
        break;
      }
      to.write(buffer, 0, count);
      done += count;
      pace(done, plan.rate(), to, startedAt);
    }
    if (plan.lengthChange() > 0) {
      to.write(new byte[Math.toIntExact(plan.lengthChange())]);
    }
  }

  /** How much to copy before something has to be looked at again. */
  private static int slice(long done, long keep, AnswerPlan plan) {
    long slice = Math.min(BUFFER, keep - done);
    if (plan.rate().isPresent()) {
      slice = Math.min(slice, Math.max(1, plan.rate().get() / SLICES_PER_SECOND));
    }
    if (plan.stall().isPresent() && done < plan.stall().get().bytes()) {
      slice = Math.min(slice, plan.stall().get().bytes() - done);
    }
    return (int) slice;
  }

  private static void stallAt(long done, Optional<Fault.Stall> stall, OutputStream to)
      throws IOException, InterruptedException {
    if (stall.isPresent() && done == stall.get().bytes()) {
      to.flush();
      stall.get().until().await();
    }
  }

  private static void pace(long done, Optional<Long> rate, OutputStream to, long startedAt)
      throws IOException, InterruptedException {
    if (rate.isEmpty()) {
      return;
    }
    to.flush();
    long due = startedAt + (long) (done * 1e9 / rate.get());
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
  }
}
