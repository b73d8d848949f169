package io.tpmount.cli.metrics;

import io.tpmount.cli.control.Figures;
import io.tpmount.fuse.CallObserver;
import io.tpmount.s3.RequestObserver;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls and requests for as long as the mount lives; cheap enough to run always. */
public final class Traffic implements CallObserver, RequestObserver {
  static final String OK = "ok";

  /** Answers that programs expect: they look for names and attributes that may not be there. */
  private static final Set<String> NO_FAILURE = Set.of(OK, "ENOENT", "ENODATA");

  /** What no reader wants any more is cancelled; nothing has failed then. */
  private static final String CANCELLED = "Cancelled";

  private final LongAdder calls = new LongAdder();
  private final LongAdder failedCalls = new LongAdder();
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder begun = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failedRequests = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();

  @Override
  public void finished(Call call) {
    calls.increment();
    if (!NO_FAILURE.contains(call.outcome())) {
      failedCalls.increment();
    }
    (call.operation().equals("write") ? writtenBytes : readBytes).add(call.bytes());
  }

  @Override
  public void started() {
    begun.increment();
  }

  @Override
  public void received(String operation, long bytes) {
    receivedBytes.add(bytes);
  }

  @Override
  public void finished(Request request) {
    requests.increment();
    if (request.outcome().equals(OK)) {
      sentBytes.add(isDownload(request) ? 0 : request.bytes());
    } else if (!request.outcome().equals(CANCELLED)) {
      failedRequests.increment();
    }
  }

  static boolean isDownload(Request request) {
    return request.operation().startsWith("Get");
  }

  public Figures.Calls calls() {
    return new Figures.Calls(calls.sum(), failedCalls.sum(), readBytes.sum(), writtenBytes.sum());
  }

  public Figures.Requests requests() {
    long finished = requests.sum();
    return new Figures.Requests(
        finished,
        failedRequests.sum(),
        Math.max(0, begun.sum() - finished),
        receivedBytes.sum(),
        sentBytes.sum());
  }
}
