package io.tpmount.vfs.store;

/**
 * The label of one version of an object: opaque, never a checksum. Kept as the store sent it,
 * quotes removed.
 *
 * @param value not empty
 */
public record ETag(String value) {
  public ETag {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("empty ETag");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
