package io.tpmount.s3.testing.fast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tpmount.s3.testing.http.S3Request;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;

/** Cuts one page of ListObjectsV2. A token is the key the page begins at. */
final class Listings {
  private static final int MAX_KEYS = 1000;

  private final NavigableMap<String, StoredObject> objects;
  private final Map<String, String> query;
  private final String prefix;
  private final String delimiter;
  private final UnaryOperator<String> encode;
  private final StringBuilder entries = new StringBuilder();
  private int count;

  private Listings(Bucket bucket, S3Request request) {
    this.objects = bucket.objects();
    this.query = request.query();
    this.prefix = query.getOrDefault("prefix", "");
    this.delimiter = query.getOrDefault("delimiter", "");
    this.encode =
        query.getOrDefault("encoding-type", "").equals("url")
            ? Xml::urlEncoded
            : UnaryOperator.identity();
  }

  static Reply page(Bucket bucket, S3Request request) {
    return new Listings(bucket, request).page(request.bucket());
  }

  private Reply page(String bucket) {
    int limit = Math.min(MAX_KEYS, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    Map.Entry<String, StoredObject> at = first();
    while (at != null && at.getKey().startsWith(prefix) && count < limit) {
      at = take(at);
      count++;
    }
    boolean more = at != null && at.getKey().startsWith(prefix) && limit > 0;
    StringBuilder xml = new StringBuilder(entries.length() + 512);
    xml.append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
        .append(Xml.element("Name", bucket))
        .append(Xml.element("Prefix", encode.apply(prefix)))
        .append(Xml.element("KeyCount", count))
        .append(Xml.element("MaxKeys", limit))
        .append(Xml.element("IsTruncated", more));
    if (query.containsKey("encoding-type")) {
      xml.append(Xml.element("EncodingType", "url"));
    }
    if (more) {
      xml.append(Xml.element("NextContinuationToken", token(at.getKey())));
    }
    return Reply.xml(xml.append(entries).append("</ListBucketResult>").toString());
  }

  private static String token(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  private Map.Entry<String, StoredObject> first() {
    if (query.containsKey("continuation-token")) {
      byte[] key = Base64.getUrlDecoder().decode(query.get("continuation-token"));
      return objects.ceilingEntry(new String(key, UTF_8));
    }
    Map.Entry<String, StoredObject> atPrefix = objects.ceilingEntry(prefix);
    if (!query.containsKey("start-after") || atPrefix == null) {
      return atPrefix;
    }
    Map.Entry<String, StoredObject> after = objects.higherEntry(query.get("start-after"));
    boolean later = after == null || objects.comparator().compare(after.getKey(), prefix) >= 0;
    return later ? after : atPrefix;
  }

  /** Adds one entry of the page and answers the object the next one begins at. */
  private Map.Entry<String, StoredObject> take(Map.Entry<String, StoredObject> at) {
    String key = at.getKey();
    int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    if (cut < 0) {
      addObject(at.getValue());
      return objects.higherEntry(key);
    }
    String common = key.substring(0, cut + delimiter.length());
    entries
        .append("<CommonPrefixes>")
        .append(Xml.element("Prefix", encode.apply(common)))
        .append("</CommonPrefixes>");
    // The last code point of all ends the run of keys that start with the prefix.
    return objects.higherEntry(common + Character.toString(Character.MAX_CODE_POINT));
  }

  private void addObject(StoredObject object) {
    entries
        .append("<Contents>")
        .append(Xml.element("Key", encode.apply(object.key())))
        .append(Xml.element("LastModified", object.lastModified()))
        .append(Xml.etag(object.etag()))
        .append(Xml.element("Size", object.content().length()))
        .append("<StorageClass>STANDARD</StorageClass></Contents>");
  }
}
