package io.tpmount.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;

/** The {@code Retry-After} header: seconds, or a date. */
final class RetryAfter {
  private RetryAfter() {}

  static Optional<Duration> of(AwsErrorDetails details) {
    return Optional.ofNullable(details.sdkHttpResponse())
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .flatMap(text -> parse(text, Instant.now()));
  }

  /** Empty when it makes no sense or lies in the past. */
  static Optional<Duration> parse(String text, Instant now) {
    Optional<Duration> wait =
        text.matches("\\d{1,9}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
            : Answers.parseDate(text).map(date -> Duration.between(now, date));
    return wait.filter(Duration::isPositive);
  }
}
