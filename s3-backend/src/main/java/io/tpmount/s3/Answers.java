package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What every answer has to carry. */
final class Answers {
  private Answers() {}

  static ETag etag(String operation, String header) throws StoreException {
    return ETags.parse(header)
        .orElseThrow(() -> S3Errors.badAnswer(operation, "answer without ETag"));
  }

  static <T> T present(String operation, String what, T value) throws StoreException {
    if (value == null) {
      throw S3Errors.badAnswer(operation, "answer without " + what);
    }
    return value;
  }

  /** For answers that carry nothing: a login page is none of them. */
  static void demandNoWebPage(String operation, SdkResponse response) throws StoreException {
    if (isHtml(response.sdkHttpResponse())) {
      throw S3Errors.badAnswer(operation, "a web page");
    }
  }

  /** The server's own time, which is when it took what it answers for; else the time here. */
  static Instant date(SdkResponse response) {
    return Optional.ofNullable(response.sdkHttpResponse())
        .flatMap(http -> http.firstMatchingHeader("Date"))
        .flatMap(Answers::parseDate)
        .orElseGet(Instant::now);
  }

  static boolean isWebPage(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details != null && isHtml(details.sdkHttpResponse());
  }

  static Optional<Instant> parseDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isHtml(SdkHttpResponse response) {
    return Optional.ofNullable(response)
        .flatMap(http -> http.firstMatchingHeader("Content-Type"))
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
        .isPresent();
  }
}
