package io.tpmount.vfs.store;

import io.tpmount.vfs.unit.ByteRange;
import java.util.Optional;

/**
 * One call of an {@link ObjectStore}, as a test speaks of it: {@code GET a/b [0,4096)}.
 *
 * @param operation which method
 * @param key the key, prefix or, for {@link Operation#DELETE_ALL}, the number of keys
 * @param range of a get or a part's copy
 */
public record StoreCall(Operation operation, String key, Optional<ByteRange> range) {
  /** The methods of the port. */
  public enum Operation {
    LIST,
    HEAD,
    GET,
    PUT,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COPY_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    LIST_PARTS,
    LIST_UPLOADS,
    COPY,
    DELETE,
    DELETE_ALL
  }

  public static StoreCall of(Operation operation, String key) {
    return new StoreCall(operation, key, Optional.empty());
  }

  static StoreCall of(GetRequest request) {
    return new StoreCall(Operation.GET, request.key().value(), Optional.of(request.range()));
  }

  public static StoreCall get(String key, long offset, long length) {
    return new StoreCall(Operation.GET, key, Optional.of(new ByteRange(offset, length)));
  }

  @Override
  public String toString() {
    return operation + " " + key + range.map(r -> " " + r).orElse("");
  }
}
