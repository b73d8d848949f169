package io.tpmount.s3.testing.fast;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes a Range header asks for of an object of known size. */
record Range(long offset, long length) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** Empty when all is asked for, also by a header of another form, as HTTP says. */
  static Optional<Range> of(Optional<String> header, long size) throws S3Failure {
    Matcher matcher = HEADER.matcher(header.orElse(""));
    if (!matcher.matches() || matcher.group().equals("bytes=-")) {
      return Optional.empty();
    }
    boolean suffix = matcher.group(1).isEmpty();
    long start =
        suffix
            ? Math.max(0, size - Long.parseLong(matcher.group(2)))
            : Long.parseLong(matcher.group(1));
    boolean open = suffix || matcher.group(2).isEmpty();
    long end = open ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
    if (start >= end) {
      throw new S3Failure(416, "InvalidRange");
    }
    return Optional.of(new Range(start, end - start));
  }

  String header(long size) {
    return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
  }
}
