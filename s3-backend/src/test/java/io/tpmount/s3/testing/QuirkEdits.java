package io.tpmount.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.HttpHead.Header;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The quirks as changes to requests and answers. Pure. */
record QuirkEdits(Set<Quirk> quirks) {
  private static final Set<Kind> UPLOADS =
      EnumSet.of(Kind.PUT, Kind.CREATE_UPLOAD, Kind.UPLOAD_PART, Kind.COMPLETE_UPLOAD);
  private static final Set<Kind> BODIES_OF_BYTES = EnumSet.of(Kind.GET, Kind.HEAD);
  private static final List<String> CONDITIONS =
      List.of(
          "If-Match",
          "If-None-Match",
          "x-amz-copy-source-if-match",
          "x-amz-copy-source-if-none-match");
  private static final List<Header> ODD =
      List.of(
          new Header("x-amz-checksum-tp128", "AAECAwQFBgcICQoLDA0ODw=="),
          new Header("x-amz-checksum-crc32", "AAAAAA=="),
          new Header("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
          new Header("x-amz-checksum-sha256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
          new Header("x-amz-checksum-type", "TP_TREE"),
          new Header("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="));

  QuirkEdits {
    quirks = Set.copyOf(quirks);
  }

  private boolean has(Quirk quirk) {
    return quirks.contains(quirk);
  }

  /** The answer to a request that these quirks don't let pass. */
  Optional<CannedAnswer> refusal(S3Request request) {
    if (has(Quirk.IF_MATCH_ALWAYS_FAILS) && request.head().has("If-Match")) {
      return Optional.of(CannedAnswer.error(412, "PreconditionFailed"));
    }
    if (has(Quirk.NO_UPLOAD_CHECKSUMS)
        && UPLOADS.contains(request.kind())
        && request.head().headers().stream().anyMatch(QuirkEdits::isChecksum)) {
      return Optional.of(CannedAnswer.error(400, "InvalidRequest"));
    }
    return Optional.empty();
  }

  private static boolean isChecksum(Header header) {
    String name = header.name().toLowerCase(Locale.ROOT);
    return name.startsWith("x-amz-checksum-")
        || name.equals("x-amz-sdk-checksum-algorithm")
        || name.equals("x-amz-trailer")
        || name.equals("content-md5")
        || (name.equals("x-amz-content-sha256") && header.value().endsWith("-TRAILER"));
  }

  HttpHead request(HttpHead head) {
    HttpHead edited = head;
    if (has(Quirk.OPAQUE_ETAGS)) {
      for (String name : CONDITIONS) {
        Optional<String> value = head.header(name);
        edited = value.isEmpty() ? edited : edited.with(name, ETagLabels.real(value.get()));
      }
    }
    return edited;
  }

  /** Whether the request's body has to be changed as a whole. */
  boolean changesRequestBody(Kind kind) {
    return has(Quirk.OPAQUE_ETAGS) && kind == Kind.COMPLETE_UPLOAD;
  }

  byte[] requestBody(byte[] body) {
    return ETagLabels.real(new String(body, UTF_8)).getBytes(UTF_8);
  }

  HttpHead answer(HttpHead head) {
    HttpHead edited = head;
    Optional<String> etag = head.header("ETag");
    if (has(Quirk.OPAQUE_ETAGS) && etag.isPresent()) {
      edited = edited.with("ETag", ETagLabels.shown(etag.get()));
    }
    if (has(Quirk.ODD_CHECKSUMS)) {
      for (Header odd : ODD) {
        edited = edited.with(odd.name(), odd.value());
      }
    }
    return edited;
  }

  /** Whether the answer's body, XML then, has to be changed as a whole. */
  boolean changesAnswerBody(Kind kind) {
    return !quirks.isEmpty() && !BODIES_OF_BYTES.contains(kind);
  }

  byte[] answerBody(Kind kind, byte[] body) {
    String xml = new String(body, UTF_8);
    if (has(Quirk.ODD_CHECKSUMS)) {
      xml = xml.replace("</ETag>", "</ETag><ChecksumAlgorithm>TP128</ChecksumAlgorithm>");
    }
    if (has(Quirk.FOREIGN_LISTING_ETAGS) && kind == Kind.LIST) {
      xml = ETagLabels.foreignInXml(xml);
    } else if (has(Quirk.OPAQUE_ETAGS)) {
      xml = ETagLabels.shownInXml(xml);
    }
    return xml.getBytes(UTF_8);
  }
}
