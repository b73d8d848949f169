package io.tpmount.s3.testing.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request of the S3 protocol, path-style, told apart by what it asks for.
 *
 * @param kind what it asks for
 * @param bucket empty for the list of buckets
 * @param key decoded; empty for the bucket itself
 * @param query decoded, a parameter without value as the empty string
 * @param head as it came
 */
public record S3Request(
    Kind kind, String bucket, String key, Map<String, String> query, HttpHead head) {
  /** The requests of S3 that this project makes; each also the test for its kind. */
  public enum Kind implements Predicate<S3Request> {
    LIST,
    HEAD,
    GET,
    PUT,
    COPY,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COPY_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    LIST_PARTS,
    LIST_UPLOADS,
    DELETE,
    DELETE_MANY,
    /** Anything of a bucket or of the server as a whole. */
    BUCKET;

    @Override
    public boolean test(S3Request request) {
      return request.kind() == this;
    }
  }

  public static S3Request of(HttpHead head) {
    String[] target = head.target().split("\\?", 2);
    String path = decode(target[0].replaceFirst("^/", ""));
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    Map<String, String> query = parse(target.length < 2 ? "" : target[1]);
    return new S3Request(kind(head, key, query), bucket, key, query, head);
  }

  private static Map<String, String> parse(String query) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      parsed.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
    }
    parsed.remove("");
    return parsed;
  }

  /** A plus sign is itself: only forms use it for a space. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Kind kind(HttpHead head, String key, Map<String, String> query) {
    boolean part = query.containsKey("uploadId");
    return switch (head.method()) {
      case "GET" -> key.isEmpty() ? ofBucket(query) : part ? Kind.LIST_PARTS : Kind.GET;
      case "HEAD" -> key.isEmpty() ? Kind.BUCKET : Kind.HEAD;
      case "PUT" -> key.isEmpty() ? Kind.BUCKET : put(head.has("x-amz-copy-source"), part);
      case "POST" -> post(query, part);
      case "DELETE" -> key.isEmpty() ? Kind.BUCKET : part ? Kind.ABORT_UPLOAD : Kind.DELETE;
      default -> Kind.BUCKET;
    };
  }

  private static Kind ofBucket(Map<String, String> query) {
    if (query.containsKey("uploads")) {
      return Kind.LIST_UPLOADS;
    }
    return query.containsKey("list-type") || query.containsKey("prefix") ? Kind.LIST : Kind.BUCKET;
  }

  private static Kind put(boolean copies, boolean part) {
    if (copies) {
      return part ? Kind.COPY_PART : Kind.COPY;
    }
    return part ? Kind.UPLOAD_PART : Kind.PUT;
  }

  private static Kind post(Map<String, String> query, boolean part) {
    if (query.containsKey("delete")) {
      return Kind.DELETE_MANY;
    }
    if (query.containsKey("uploads")) {
      return Kind.CREATE_UPLOAD;
    }
    return part ? Kind.COMPLETE_UPLOAD : Kind.BUCKET;
  }

  /** The asked range as sent, for example {@code bytes=0-99}. */
  public Optional<String> range() {
    return head.header("Range");
  }

  /** What a test prints or compares: {@code GET a/b bytes=0-99}, {@code LIST d/}. */
  @Override
  public String toString() {
    String what = kind == Kind.LIST ? query.getOrDefault("prefix", "") : key;
    return kind + " " + what + range().map(r -> " " + r).orElse("");
  }
}
