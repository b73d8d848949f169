package io.tpmount.s3;

import io.tpmount.vfs.store.ObjectKey;
import java.util.Optional;

/**
 * The keys below one prefix of a bucket: the store's callers see them without it.
 *
 * @param prefix empty or ending in {@code /}
 */
record KeySpace(String prefix) {
  /** The key or key prefix as the bucket knows it. */
  String inBucket(String relative) {
    return prefix + relative;
  }

  String inBucket(ObjectKey key) {
    return prefix + key.value();
  }

  /** What callers see of a key of the bucket; empty when it lies outside. */
  Optional<String> relative(String inBucket) {
    return inBucket.startsWith(prefix)
        ? Optional.of(inBucket.substring(prefix.length()))
        : Optional.empty();
  }
}
