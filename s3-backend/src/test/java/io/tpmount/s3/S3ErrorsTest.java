package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3ErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "400, InvalidRequest, BadRequest",
    "400, RequestTimeout, Unavailable",
    "400, ExpiredToken, AccessDenied",
    "401, '', AccessDenied",
    "403, SignatureDoesNotMatch, AccessDenied",
    "404, NoSuchKey, NotFound",
    "404, NoSuchUpload, NotFound",
    "404, NoSuchBucket, NoSuchBucket",
    "405, MethodNotAllowed, BadRequest",
    "408, '', Unavailable",
    "409, OperationAborted, Unavailable",
    "409, ConditionalRequestConflict, Unavailable",
    "409, BucketNotEmpty, BadRequest",
    "412, PreconditionFailed, PreconditionFailed",
    "416, InvalidRange, BadRequest",
    "429, '', Throttled",
    "500, InternalError, Unavailable",
    "501, NotImplemented, BadRequest",
    "502, '', Unavailable",
    "503, '', Unavailable",
    "503, SlowDown, Throttled",
    "504, '', Unavailable",
    "507, '', BadRequest",
    "999, '', BadAnswer",
    "200, InternalError, Unavailable",
    "200, SlowDown, Throttled",
    "301, PermanentRedirect, BadRequest",
    "302, '', BadAnswer"
  })
  void answer_statusAndCode_giveTheError(int status, String code, String error) {
    assertThat(translate(answer(status, code)).getClass().getSimpleName()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "Failed to send the request: socket is closed., Unavailable",
    "Unable to execute HTTP request: Connection refused, Unavailable",
    "Failed to send the request: Response code indicates throttling, Throttled",
    "Failed to send the request: Response missing required ETag header., BadAnswer",
    "Could not parse XML response., BadAnswer",
    "Unable to load credentials from any of the providers in the chain, AccessDenied"
  })
  void client_words_giveTheError(String words, String error) {
    assertThat(translate(SdkClientException.create(words)).getClass().getSimpleName())
        .isEqualTo(error);
  }

  @Test
  void answer_requestId_isKept() {
    assertThat(translate(answer(403, "AccessDenied")).detail())
        .isEqualTo(
            new StoreError.Detail(
                "GetObject b/k", "HTTP 403 AccessDenied: because", Optional.of("REQ-1")));
  }

  @Test
  void answer_throttledWithRetryAfter_tellsIt() {
    assertThat(translate(answer(503, "SlowDown", "Retry-After", "7")))
        .isInstanceOfSatisfying(
            StoreError.Throttled.class,
            error -> assertThat(error.retryAfter()).contains(Duration.ofSeconds(7)));
  }

  @Test
  void answer_absenceToldByAWebPage_isNoAbsence() {
    assertThat(translate(answer(404, "", "Content-Type", "text/html; charset=utf-8")))
        .isInstanceOf(StoreError.BadAnswer.class);
  }

  @Test
  void wrapped_storeException_isFound() {
    StoreException inner = S3Errors.badAnswer("x", "y");
    assertThat(S3Errors.translate("z", new CompletionException(inner))).isSameAs(inner);
  }

  @Test
  void timeout_isUnavailable() {
    assertThat(translate(new TimeoutException("no answer")))
        .isInstanceOf(StoreError.Unavailable.class);
  }

  @Test
  void longWords_areOneShortLine() {
    String message = translate(SdkClientException.create("a\n".repeat(5000))).detail().message();
    assertThat(message).hasSizeLessThan(400).doesNotContain("\n");
  }

  private static StoreError translate(Throwable failure) {
    return S3Errors.translate("GetObject b/k", failure).error();
  }

  private static Throwable answer(int status, String code, String... header) {
    SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(status);
    if (header.length == 2) {
      http.putHeader(header[0], header[1]);
    }
    return S3Exception.builder()
        .statusCode(status)
        .requestId("REQ-1")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("because")
                .sdkHttpResponse(http.build())
                .build())
        .build();
  }
}
