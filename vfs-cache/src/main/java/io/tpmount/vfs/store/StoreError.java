package io.tpmount.vfs.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a store did not do what it was asked. What could be healed by a retry has been retried
 * already.
 */
public sealed interface StoreError {
  /** What was attempted, the answer's own words and the request id, for a log line. */
  Detail detail();

  /**
   * @param operation for example {@code GetObject bucket/key}
   * @param message the store's or the client's words, one line, no secrets
   * @param requestId the store's name of the request, where it answered
   */
  record Detail(String operation, String message, Optional<String> requestId) {
    @Override
    public String toString() {
      return operation + ": " + message + requestId.map(id -> " (request " + id + ")").orElse("");
    }
  }

  /** 404: no such key, upload or version. */
  record NotFound(Detail detail) implements StoreError {}

  /** 404 of the bucket itself. */
  record NoSuchBucket(Detail detail) implements StoreError {}

  /** 412, or a response of another version than asked for. */
  record PreconditionFailed(Detail detail) implements StoreError {}

  /** 401 or 403, a bad signature or expired credentials. */
  record AccessDenied(Detail detail) implements StoreError {}

  /** 429 or 503 SlowDown, still so after the retries. */
  record Throttled(Detail detail, Optional<Duration> retryAfter) implements StoreError {}

  /** Unreachable, reset, timed out or 5xx, still so after the retries. */
  record Unavailable(Detail detail) implements StoreError {}

  /** A refusal that no retry heals: 400, 405, 409, key too long, entity too large, quota. */
  record BadRequest(Detail detail, int status, String code) implements StoreError {}

  /** An answer that can't be right: wrong length, range, form or token. No byte of it was used. */
  record BadAnswer(Detail detail) implements StoreError {}

  /** The {@link BodySink} failed. */
  record SinkFailed(Detail detail) implements StoreError {}

  /** The {@link Body} failed or changed. */
  record SourceFailed(Detail detail) implements StoreError {}
}
