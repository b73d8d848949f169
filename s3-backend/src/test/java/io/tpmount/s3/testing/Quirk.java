package io.tpmount.s3.testing;

import java.util.EnumSet;
import java.util.Set;

/** A lasting way in which a {@link QuirkProxy} makes a server differ from plain S3. */
public enum Quirk {
  /**
   * ETags are labels, no MD5, everywhere: headers, listings, conditions, the XML that completes an
   * upload. Changes signed headers, so the server behind must not check signatures.
   */
  OPAQUE_ETAGS,
  /** Every answer carries checksums of unknown algorithms, and of known ones with wrong values. */
  ODD_CHECKSUMS,
  /** An upload that brings any checksum, even a trailer, is refused with 400. */
  NO_UPLOAD_CHECKSUMS,
  /** A listing names other ETags than the objects' own answers do. */
  FOREIGN_LISTING_ETAGS,
  /** Every request with {@code If-Match} is answered 412. */
  IF_MATCH_ALWAYS_FAILS;

  /** TensorPool Object Storage. */
  public static Set<Quirk> tensorPool() {
    return EnumSet.of(OPAQUE_ETAGS, ODD_CHECKSUMS, NO_UPLOAD_CHECKSUMS);
  }
}
