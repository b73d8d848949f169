package io.tpmount.s3.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The requests that came by, and how many of a kind ran at one time. */
final class RequestLog {
  @GuardedBy("this")
  private final List<S3Request> requests = new ArrayList<>();

  @GuardedBy("this")
  private final Map<Kind, Integer> running = new EnumMap<>(Kind.class);

  @GuardedBy("this")
  private final Map<Kind, Integer> mostAtOnce = new EnumMap<>(Kind.class);

  synchronized void begin(S3Request request) {
    requests.add(request);
    int now = running.merge(request.kind(), 1, Integer::sum);
    mostAtOnce.merge(request.kind(), now, Math::max);
  }

  synchronized void end(S3Request request) {
    running.merge(request.kind(), -1, Integer::sum);
  }

  synchronized List<S3Request> requests() {
    return List.copyOf(requests);
  }

  synchronized int mostAtOnce(Kind kind) {
    return mostAtOnce.getOrDefault(kind, 0);
  }

  synchronized void reset() {
    requests.clear();
    mostAtOnce.clear();
    mostAtOnce.putAll(running);
  }
}
