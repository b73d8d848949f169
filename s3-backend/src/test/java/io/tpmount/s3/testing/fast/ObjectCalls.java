package io.tpmount.s3.testing.fast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.HttpHead.Header;
import io.tpmount.s3.testing.http.S3Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The requests about single objects. */
final class ObjectCalls {
  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control");

  private final FastStore store;

  ObjectCalls(FastStore store) {
    this.store = store;
  }

  Reply head(S3Request request) throws S3Failure {
    StoredObject object = store.bucket(request).acquire(request.key());
    try {
      Condition.of(request.head()).checkRead(object);
      return Reply.of(describe(object, HttpHead.answer(200, "OK")))
          .with("Content-Length", Long.toString(object.content().length()));
    } finally {
      object.content().release();
    }
  }

  Reply get(S3Request request) throws S3Failure {
    StoredObject object = store.bucket(request).acquire(request.key());
    try {
      Condition.of(request.head()).checkRead(object);
      Optional<Range> range = Range.of(request.range(), object.content().length());
      HttpHead head = HttpHead.answer(range.isPresent() ? 206 : 200, "OK");
      Content wanted =
          range.map(r -> object.content().slice(r.offset(), r.length())).orElse(object.content());
      // Cannot fail: the object is shared already.
      wanted.share();
      HttpHead told =
          range
              .map(r -> head.with("Content-Range", r.header(object.content().length())))
              .orElse(head);
      return new Reply(describe(object, told), "", Optional.of(wanted));
    } finally {
      object.content().release();
    }
  }

  private static HttpHead describe(StoredObject object, HttpHead head) {
    HttpHead told =
        head.with("ETag", '"' + object.etag() + '"')
            .with(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    object.lastModified().atOffset(ZoneOffset.UTC)))
            .with("Accept-Ranges", "bytes");
    for (Header kept : object.kept()) {
      told = told.with(kept.name(), kept.value());
    }
    return told;
  }

  Reply put(S3Request request, InputStream body) throws S3Failure, IOException {
    Bucket bucket = store.bucket(request);
    checkKey(request.key());
    Content content = Content.of(store.receive(body));
    try {
      StoredObject made =
          bucket.store(request.key(), content, kept(request.head()), Condition.of(request.head()));
      return Reply.ok().with("ETag", '"' + made.etag() + '"');
    } catch (S3Failure e) {
      content.release();
      throw e;
    }
  }

  /** The headers an object keeps of the request that made it. */
  static List<Header> kept(HttpHead head) {
    return head.headers().stream().filter(header -> isKept(header.name())).toList();
  }

  private static boolean isKept(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return KEPT.contains(lower) || lower.startsWith("x-amz-meta-");
  }

  static void checkKey(String key) throws S3Failure {
    if (key.getBytes(UTF_8).length > 1024) {
      throw S3Failure.badRequest("KeyTooLongError");
    }
  }

  Reply copy(S3Request request) throws S3Failure {
    Bucket bucket = store.bucket(request);
    checkKey(request.key());
    StoredObject source = acquireSource(request);
    boolean replaces = request.head().says("x-amz-metadata-directive", "REPLACE");
    List<Header> kept = replaces ? kept(request.head()) : source.kept();
    try {
      StoredObject made =
          bucket.store(
              request.key(), source.etag(), source.content(), kept, Condition.of(request.head()));
      return Reply.xml(
          "<CopyObjectResult>"
              + Xml.element("LastModified", made.lastModified())
              + Xml.etag(made.etag())
              + "</CopyObjectResult>");
    } catch (S3Failure e) {
      source.content().release();
      throw e;
    }
  }

  /** The source of a copy, shared. */
  StoredObject acquireSource(S3Request request) throws S3Failure {
    String named = request.head().header("x-amz-copy-source").orElseThrow().replaceFirst("^/", "");
    String[] parts = URLDecoder.decode(named.replace("+", "%2B"), UTF_8).split("/", 2);
    if (parts.length < 2) {
      throw S3Failure.badRequest("InvalidArgument");
    }
    StoredObject source = store.bucket(parts[0]).acquire(parts[1]);
    try {
      Condition.ofCopySource(request.head()).checkRead(source);
      return source;
    } catch (S3Failure e) {
      source.content().release();
      throw e.status() == 304 ? S3Failure.failedCondition() : e;
    }
  }

  Reply delete(S3Request request) throws S3Failure {
    store.bucket(request).delete(request.key());
    return Reply.of(HttpHead.answer(204, "No Content"));
  }

  Reply deleteMany(S3Request request, InputStream body) throws S3Failure, IOException {
    Bucket bucket = store.bucket(request);
    StringBuilder deleted = new StringBuilder("<DeleteResult>");
    for (String key : Xml.texts(body.readAllBytes(), "Key")) {
      bucket.delete(key);
      deleted.append("<Deleted>").append(Xml.element("Key", key)).append("</Deleted>");
    }
    return Reply.xml(deleted.append("</DeleteResult>").toString());
  }
}
