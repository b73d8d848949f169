package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import java.util.Optional;

/** The text forms of an {@link ETag}: quoted on the wire, bare inside. */
final class ETags {
  private ETags() {}

  /** Empty when the answer carried none. */
  static Optional<ETag> parse(String header) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    String bare = quoted ? text.substring(1, text.length() - 1) : text;
    return bare.isEmpty() ? Optional.empty() : Optional.of(new ETag(bare));
  }

  /** For a condition. A weak label keeps its own quotes. */
  static String quoted(ETag etag) {
    return etag.value().indexOf('"') >= 0 ? etag.value() : "\"" + etag.value() + "\"";
  }
}
