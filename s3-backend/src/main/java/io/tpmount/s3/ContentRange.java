package io.tpmount.s3;

import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Content-Range} header says.
 *
 * @param range the bytes that follow
 * @param size of the whole object
 */
record ContentRange(ByteRange range, long size) {
  private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /** Empty when absent or of no known form. */
  static Optional<ContentRange> parse(String header) {
    Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    long size = Long.parseLong(matcher.group(3));
    return last < first || last >= size
        ? Optional.empty()
        : Optional.of(new ContentRange(ByteRange.between(first, last + 1), size));
  }
}
