package io.tpmount.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One answer to a get, which is asked for a second time when the first is slow; the one that comes
 * first counts. Closing it ends what is under way. For one thread.
 */
final class Race implements AutoCloseable {
  private final Function<AnswerStream, CompletableFuture<Void>> sender;
  private final Runnable onSecond;
  private final BlockingQueue<AnswerStream> heard = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  /**
   * @param sender makes the request
   * @param onSecond called when it is made again
   */
  Race(Function<AnswerStream, CompletableFuture<Void>> sender, Runnable onSecond) {
    this.sender = sender;
    this.onSecond = onSecond;
  }

  /**
   * The answer that came first; a failure only when no other answer is to be had.
   *
   * @param hedging says when to ask again
   */
  AnswerStream winner(Hedging hedging, long bytes, Duration allowance)
      throws InterruptedException, TimeoutException {
    send();
    Optional<Duration> patience =
        hedging.patience(bytes).filter(time -> time.compareTo(allowance) < 0);
    if (patience.isPresent()) {
      AnswerStream prompt = heard.poll(patience.get().toNanos(), TimeUnit.NANOSECONDS);
      if (prompt != null) {
        return prompt;
      }
      if (hedging.tryHedge()) {
        onSecond.run();
        send();
      }
    }
    AnswerStream first = await(allowance);
    return first.hasFailed() && sent.size() > 1 ? await(allowance) : first;
  }

  private void send() {
    AnswerStream answer = new AnswerStream(heard::add);
    CompletableFuture<Void> call = sender.apply(answer);
    sent.add(call);
    // A request that fails before it is sent never reaches the answer.
    var _ = call.whenComplete((_, failure) -> relay(answer, failure));
  }

  private static void relay(AnswerStream answer, Throwable failure) {
    if (failure != null) {
      answer.onError(failure);
    }
  }

  private AnswerStream await(Duration allowance) throws InterruptedException, TimeoutException {
    AnswerStream answer = heard.poll(allowance.toNanos(), TimeUnit.NANOSECONDS);
    if (answer == null) {
      throw new TimeoutException("no answer within " + allowance.toSeconds() + " s");
    }
    return answer;
  }

  @Override
  public void close() {
    sent.forEach(call -> call.cancel(true));
  }
}
