package io.tpmount.benchmarks.run;

/** docs/PERFORMANCE.md: nothing in it that was not measured. */
final class Document {
  private Document() {}

  static String of(Results results, String conditions) {
    return """
    # Performance

    Written by `benchmarks/run --document=docs/PERFORMANCE.md`; that command makes it anew. The S3 server runs on the
    same machine. “× of tpmount” says how many times as good a system was as tpmount; of several rounds the median is shown.

    %s.

    """
            .formatted(conditions)
        + results.table();
  }
}
