package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The requests of multipart uploads. */
final class UploadCalls {
  private static final long MIN_PART = 5L << 20;

  private final FastStore store;
  private final ObjectCalls objects;

  UploadCalls(FastStore store, ObjectCalls objects) {
    this.store = store;
    this.objects = objects;
  }

  Reply create(S3Request request) throws S3Failure {
    ObjectCalls.checkKey(request.key());
    String id = UUID.randomUUID().toString();
    store
        .bucket(request)
        .uploads()
        .put(id, new Upload(id, request.key(), ObjectCalls.kept(request.head())));
    return Reply.xml(
        "<InitiateMultipartUploadResult>"
            + Xml.element("Bucket", request.bucket())
            + Xml.element("Key", request.key())
            + Xml.element("UploadId", id)
            + "</InitiateMultipartUploadResult>");
  }

  Reply part(S3Request request, InputStream body) throws S3Failure, IOException {
    Upload upload = upload(request);
    Upload.Part made = upload.add(number(request), Content.of(store.receive(body)));
    return Reply.ok().with("ETag", '"' + made.etag() + '"');
  }

  Reply copyPart(S3Request request) throws S3Failure {
    Upload upload = upload(request);
    StoredObject source = objects.acquireSource(request);
    try {
      Content all = source.content();
      Range range =
          Range.of(request.head().header("x-amz-copy-source-range"), all.length())
              .orElse(new Range(0, all.length()));
      Content copied = all.slice(range.offset(), range.length());
      // Cannot fail: the source is shared already.
      copied.share();
      Upload.Part made = upload.add(number(request), copied);
      return Reply.xml(
          "<CopyPartResult>"
              + Xml.element("LastModified", made.lastModified())
              + Xml.etag(made.etag())
              + "</CopyPartResult>");
    } finally {
      source.content().release();
    }
  }

  Reply complete(S3Request request, InputStream body) throws S3Failure, IOException {
    byte[] xml = body.readAllBytes();
    Upload upload = upload(request);
    Content content = assemble(upload, Xml.texts(xml, "PartNumber"), Xml.texts(xml, "ETag"));
    Bucket bucket = store.bucket(request);
    // Shared once more for the object; the upload's own share goes when it ends below.
    content.share();
    StoredObject made;
    try {
      made = bucket.store(request.key(), content, upload.kept(), Condition.of(request.head()));
    } catch (S3Failure e) {
      content.release();
      throw e;
    }
    end(request);
    return Reply.xml(
        "<CompleteMultipartUploadResult>"
            + Xml.element("Bucket", request.bucket())
            + Xml.element("Key", request.key())
            + Xml.etag(made.etag())
            + "</CompleteMultipartUploadResult>");
  }

  private static Content assemble(Upload upload, List<String> numbers, List<String> etags)
      throws S3Failure {
    if (numbers.isEmpty() || numbers.size() != etags.size()) {
      throw S3Failure.badRequest("MalformedXML");
    }
    List<Content> parts = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < numbers.size(); i++) {
      int number = Integer.parseInt(numbers.get(i));
      if (number <= before) {
        throw S3Failure.badRequest("InvalidPartOrder");
      }
      before = number;
      Upload.Part part = upload.parts().get(number);
      if (part == null || !part.etag().equals(etags.get(i).replace("\"", ""))) {
        throw S3Failure.badRequest("InvalidPart");
      }
      parts.add(part.content());
    }
    if (parts.stream().limit(parts.size() - 1L).anyMatch(part -> part.length() < MIN_PART)) {
      throw S3Failure.badRequest("EntityTooSmall");
    }
    return Content.concat(parts);
  }

  Reply abort(S3Request request) throws S3Failure {
    upload(request);
    end(request);
    return Reply.of(HttpHead.answer(204, "No Content"));
  }

  Reply listParts(S3Request request) throws S3Failure {
    Upload upload = upload(request);
    int marker = Integer.parseInt(request.query().getOrDefault("part-number-marker", "0"));
    int limit = Integer.parseInt(request.query().getOrDefault("max-parts", "1000"));
    List<Upload.Part> after = List.copyOf(upload.parts().tailMap(marker, false).values());
    List<Upload.Part> page = after.subList(0, Math.min(limit, after.size()));
    StringBuilder xml =
        new StringBuilder("<ListPartsResult>")
            .append(Xml.element("Bucket", request.bucket()))
            .append(Xml.element("Key", request.key()))
            .append(Xml.element("UploadId", upload.id()))
            .append(Xml.element("IsTruncated", page.size() < after.size()));
    if (!page.isEmpty()) {
      xml.append(Xml.element("NextPartNumberMarker", page.getLast().number()));
    }
    for (Upload.Part part : page) {
      xml.append("<Part>")
          .append(Xml.element("PartNumber", part.number()))
          .append(Xml.element("LastModified", part.lastModified()))
          .append(Xml.etag(part.etag()))
          .append(Xml.element("Size", part.content().length()))
          .append("</Part>");
    }
    return Reply.xml(xml.append("</ListPartsResult>").toString());
  }

  /** All of them in one page: tests leave few behind. */
  Reply list(S3Request request) throws S3Failure {
    String prefix = request.query().getOrDefault("prefix", "");
    StringBuilder xml =
        new StringBuilder("<ListMultipartUploadsResult>")
            .append(Xml.element("Bucket", request.bucket()))
            .append(Xml.element("IsTruncated", false));
    store.bucket(request).uploads().values().stream()
        .filter(upload -> upload.key().startsWith(prefix))
        .sorted(Comparator.comparing(Upload::key).thenComparing(Upload::begun))
        .forEach(
            upload ->
                xml.append("<Upload>")
                    .append(Xml.element("Key", upload.key()))
                    .append(Xml.element("UploadId", upload.id()))
                    .append(Xml.element("Initiated", upload.begun()))
                    .append("</Upload>"));
    return Reply.xml(xml.append("</ListMultipartUploadsResult>").toString());
  }

  private Upload upload(S3Request request) throws S3Failure {
    return store.bucket(request).upload(request.query().get("uploadId"), request.key());
  }

  private void end(S3Request request) throws S3Failure {
    Upload ended = store.bucket(request).uploads().remove(request.query().get("uploadId"));
    if (ended != null) {
      ended.release();
    }
  }

  private static int number(S3Request request) {
    return Integer.parseInt(request.query().get("partNumber"));
  }
}
