package io.tpmount.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An answer the proxy gives by itself.
 *
 * @param head the length of the body included
 * @param body sent unless the request was a HEAD
 */
public record CannedAnswer(HttpHead head, String body) {
  /** An error in S3's form. */
  public static CannedAnswer error(int status, String code) {
    return of(
        HttpHead.answer(status, code).with("Content-Type", "application/xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>made by the test proxy</Message>"
            + "<RequestId>quirk-proxy</RequestId></Error>");
  }

  /** An error that tells when to come again. */
  public static CannedAnswer error(int status, String code, Duration retryAfter) {
    CannedAnswer plain = error(status, code);
    return new CannedAnswer(
        plain.head().with("Retry-After", Long.toString(retryAfter.toSeconds())), plain.body());
  }

  /** An error without any body, as a load balancer may give it. */
  public static CannedAnswer bare(int status) {
    return of(HttpHead.answer(status, "Bare"), "");
  }

  /** What a captive portal says to everything. */
  public static CannedAnswer html() {
    return of(
        HttpHead.answer(200, "OK").with("Content-Type", "text/html; charset=utf-8"),
        "<!DOCTYPE html><html><head><title>Log in</title></head><body>Please log"
            + " in.</body></html>");
  }

  public static CannedAnswer xml(String xml) {
    return of(HttpHead.answer(200, "OK").with("Content-Type", "application/xml"), xml);
  }

  /** Sends the client back to where it is. */
  public static CannedAnswer redirectLoop(S3Request request) {
    String host = request.head().header("Host").orElse("127.0.0.1");
    return of(
        HttpHead.answer(307, "Temporary Redirect")
            .with("Location", "http://" + host + request.head().target()),
        "");
  }

  /** An otherwise sound error with headers of a mebibyte in all. */
  public static CannedAnswer hugeHeaders() {
    CannedAnswer plain = error(503, "SlowDown");
    HttpHead head = plain.head();
    for (int i = 0; i < 64; i++) {
      head = head.with("x-huge-" + i, "h".repeat(1 << 14));
    }
    return new CannedAnswer(head, plain.body());
  }

  /** Pages of one new key each, without end, each with a token of its own. */
  public static Function<S3Request, CannedAnswer> endlessListing() {
    AtomicInteger page = new AtomicInteger();
    return request -> {
      int number = page.incrementAndGet();
      String prefix = request.query().getOrDefault("prefix", "");
      String key = "%sendless-%08d".formatted(prefix, number);
      return listing(request, entry(key, "1"), "token-" + number);
    };
  }

  /** A page that names itself as the next. */
  public static CannedAnswer circularListing(S3Request request) {
    String prefix = request.query().getOrDefault("prefix", "");
    String token = request.query().getOrDefault("continuation-token", "same");
    return listing(request, entry(prefix + "again", "1"), token);
  }

  /** A page with a size that can't be. */
  public static CannedAnswer absurdListing(S3Request request) {
    String prefix = request.query().getOrDefault("prefix", "");
    return listing(request, entry(prefix + "negative", "-5"), "");
  }

  /** A page with a key that was not asked for. */
  public static CannedAnswer foreignListing(S3Request request) {
    return listing(request, entry("../outside/of/prefix", "5"), "");
  }

  private static String entry(String key, String size) {
    return "<Contents><Key>"
        + key
        + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
        + "<ETag>&quot;e&quot;</ETag><Size>"
        + size
        + "</Size><StorageClass>STANDARD</StorageClass></Contents>";
  }

  private static CannedAnswer listing(S3Request request, String entries, String next) {
    String token =
        next.isEmpty() ? "" : "<NextContinuationToken>" + next + "</NextContinuationToken>";
    return xml(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>"
            + request.bucket()
            + "</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>"
            + !next.isEmpty()
            + "</IsTruncated>"
            + token
            + entries
            + "</ListBucketResult>");
  }

  private static CannedAnswer of(HttpHead head, String body) {
    return new CannedAnswer(head.withLength(body.getBytes(UTF_8).length), body);
  }
}
