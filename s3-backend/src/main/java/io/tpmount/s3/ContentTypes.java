package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectKey;
import java.net.URLConnection;
import java.util.Optional;

/** The media type of a new object, as its name tells. */
final class ContentTypes {
  private ContentTypes() {}

  /** Empty for an extension that the JDK does not know. */
  static Optional<String> of(ObjectKey key) {
    // A number sign would be taken for the beginning of a fragment.
    return Optional.ofNullable(
        URLConnection.guessContentTypeFromName(key.value().replace('#', '_')));
  }
}
