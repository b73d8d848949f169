package io.tpmount.s3;

import java.util.Optional;
import java.util.function.Supplier;

/** Who asks. */
public sealed interface Credentials {
  /** A fixed key pair; its text form shows neither secret. */
  record Static(String accessKey, String secretKey, Optional<String> sessionToken)
      implements Credentials {
    public Static {
      if (accessKey.isBlank() || secretKey.isBlank()) {
        throw new IllegalArgumentException("access key and secret key are both needed");
      }
    }

    @Override
    public String toString() {
      return "Static[accessKey=" + accessKey + "]";
    }
  }

  /**
   * A key pair that may be another one later.
   *
   * @param keys asked for each request; quick
   */
  record Changing(Supplier<Static> keys) implements Credentials {}

  /** Requests are not signed. */
  record Anonymous() implements Credentials {}

  /**
   * What the AWS default chain finds (environment, profile, SSO, web identity, container,
   * instance), refreshed for as long as the store is open.
   *
   * @param profile the profile to use where the chain comes to profiles; empty for the default one
   */
  record DefaultChain(Optional<String> profile) implements Credentials {}
}
