package io.tpmount.s3;

import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreError.Detail;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The one translation of what the SDK throws into a {@link StoreError}. */
final class S3Errors {
  private static final int MAX_WORDS = 300;

  private static final Set<String> THROTTLING =
      Set.of(
          "SlowDown",
          "TooManyRequests",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException");

  /** What S3 calls its own trouble, also under a status of 200 or 400. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "InternalError",
          "ServiceUnavailable",
          "RequestTimeout",
          "OperationAborted",
          "ConditionalRequestConflict");

  private static final Set<String> DENIED =
      Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired", "ExpiredTokenException");

  /** The SDK's and the CRT's words for answers that are not S3's. */
  private static final Set<String> MALFORMED =
      Set.of(
          "Unable to unmarshall",
          "Could not parse XML",
          "Response missing required",
          "Response contains invalid",
          "Protocol rules violated",
          // A body longer than the range that was asked for.
          "Destination of copy is too small");

  private S3Errors() {}

  static StoreException translate(String operation, Throwable failure) {
    return switch (failure) {
      case StoreException store -> store;
      case CompletionException wrapped when wrapped.getCause() != null ->
          translate(operation, wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null ->
          translate(operation, wrapped.getCause());
      case S3Exception answered -> new StoreException(ofAnswer(operation, answered));
      case SdkClientException client -> new StoreException(ofClient(operation, client));
      case TimeoutException late -> unavailable(operation, words(late));
      case CancellationException given -> unavailable(operation, words(given));
      default -> new StoreException(refusedHere(operation, failure));
    };
  }

  static StoreException unavailable(String operation, String message) {
    return new StoreException(new StoreError.Unavailable(detail(operation, message)));
  }

  static StoreException badAnswer(String operation, String message) {
    return new StoreException(new StoreError.BadAnswer(detail(operation, message)));
  }

  static Detail detail(String operation, String message) {
    return new Detail(operation, message, Optional.empty());
  }

  private static StoreError ofAnswer(String operation, S3Exception e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    Detail detail = new Detail(operation, describe(e, code), Optional.ofNullable(e.requestId()));
    Optional<Duration> retryAfter = details.flatMap(RetryAfter::of);
    if (THROTTLING.contains(code)) {
      return new StoreError.Throttled(detail, retryAfter);
    }
    if (TRANSIENT.contains(code)) {
      return new StoreError.Unavailable(detail);
    }
    if (DENIED.contains(code)) {
      return new StoreError.AccessDenied(detail);
    }
    return ofStatus(e, code, detail, retryAfter);
  }

  private static StoreError ofStatus(
      S3Exception e, String code, Detail detail, Optional<Duration> retryAfter) {
    int status = e.statusCode();
    return switch (status) {
      case 401, 403 -> new StoreError.AccessDenied(detail);
      case 404 -> ofAbsence(e, code, detail);
      case 412 -> new StoreError.PreconditionFailed(detail);
      case 429 -> new StoreError.Throttled(detail, retryAfter);
      case 503 ->
          retryAfter.isPresent()
              ? new StoreError.Throttled(detail, retryAfter)
              : new StoreError.Unavailable(detail);
      case 501, 505, 507 -> new StoreError.BadRequest(detail, status, code);
      default -> ofOtherStatus(status, code, detail);
    };
  }

  private static StoreError ofOtherStatus(int status, String code, Detail detail) {
    if ((status >= 500 && status < 600) || status == 408) {
      return new StoreError.Unavailable(detail);
    }
    boolean refusal = status >= 400 && status < 500;
    boolean redirectOfS3 = status < 400 && !code.isEmpty();
    return refusal || redirectOfS3
        ? new StoreError.BadRequest(detail, status, code)
        : new StoreError.BadAnswer(detail);
  }

  /** A page of some web server between is no proof that a key is absent. */
  private static StoreError ofAbsence(S3Exception e, String code, Detail detail) {
    if (code.equals("NoSuchBucket")) {
      return new StoreError.NoSuchBucket(detail);
    }
    return Answers.isWebPage(e)
        ? new StoreError.BadAnswer(detail)
        : new StoreError.NotFound(detail);
  }

  /** The CRT tells what it found wrong in words only. */
  private static StoreError ofClient(String operation, SdkClientException e) {
    String message = words(e);
    Detail detail = detail(operation, message);
    if (rootCause(e) instanceof AnswerLimit.Exceeded
        || MALFORMED.stream().anyMatch(message::contains)) {
      return new StoreError.BadAnswer(detail);
    }
    if (message.contains("indicates throttling")) {
      return new StoreError.Throttled(detail, Optional.empty());
    }
    return message.contains("Unable to load credentials")
        ? new StoreError.AccessDenied(detail)
        : new StoreError.Unavailable(detail);
  }

  /** The client itself would not send it. */
  private static StoreError refusedHere(String operation, Throwable failure) {
    return new StoreError.BadRequest(detail(operation, words(failure)), 0, "");
  }

  private static String describe(S3Exception e, String code) {
    String said =
        Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorMessage).orElse("");
    return oneLine(
        "HTTP "
            + e.statusCode()
            + " "
            + code
            + (said == null || said.isEmpty() ? "" : ": " + said));
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    Throwable cause = failure.getCause();
    String reason =
        cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return oneLine(failure.getClass().getSimpleName() + ": " + message + reason);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "…";
  }
}
