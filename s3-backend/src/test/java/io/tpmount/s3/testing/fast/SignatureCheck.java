package io.tpmount.s3.testing.fast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.HttpHead;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets pass what is signed by one key pair with AWS Signature Version 4 in the Authorization
 * header. The body's hash is taken from its header, not recomputed.
 */
record SignatureCheck(String accessKey, String secretKey) implements AccessCheck {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), *SignedHeaders=([^,]+), *Signature=(\\w+)");

  @Override
  public void check(HttpHead head) throws S3Failure {
    Matcher matcher = AUTHORIZATION.matcher(head.header("Authorization").orElse(""));
    if (!matcher.matches()) {
      throw new S3Failure(403, "AccessDenied");
    }
    if (!matcher.group(1).equals(accessKey)) {
      throw new S3Failure(403, "InvalidAccessKeyId");
    }
    if (!signature(head, matcher.group(2), matcher.group(3)).equals(matcher.group(4))) {
      throw new S3Failure(403, "SignatureDoesNotMatch");
    }
  }

  private String signature(HttpHead head, String scope, String signedHeaders) {
    try {
      String canonical = canonical(head, signedHeaders);
      String toSign =
          String.join(
              "\n",
              "AWS4-HMAC-SHA256",
              head.header("x-amz-date").orElse(""),
              scope,
              hex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8))));
      byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
      for (String step : scope.split("/", -1)) {
        key = hmac(key, step);
      }
      return hex(hmac(key, toSign));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String canonical(HttpHead head, String signedHeaders) {
    String[] target = head.target().split("\\?", 2);
    String headers =
        Arrays.stream(signedHeaders.split(";", -1))
            .map(name -> name + ":" + value(head, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        List.of(
            head.method(),
            target[0],
            target.length < 2 ? "" : canonicalQuery(target[1]),
            headers,
            signedHeaders,
            head.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD")));
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  /** Headers come as Latin-1 here, and are signed as the bytes they are. */
  private static String value(HttpHead head, String name) {
    return head.header(name).orElse("").strip().replaceAll(" +", " ");
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
