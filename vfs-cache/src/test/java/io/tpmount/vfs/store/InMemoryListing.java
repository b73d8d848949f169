package io.tpmount.vfs.store;

import io.tpmount.vfs.store.ListRequest.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Cuts pages out of a sorted map as S3 does: keys and common prefixes share one limit, and a common
 * prefix is one entry however many keys it stands for. A token is the place to go on from.
 */
final class InMemoryListing {
  private final NavigableMap<String, StoredObject> sorted;
  private final ListRequest request;
  private final int limit;
  private final List<ObjectInfo> objects = new ArrayList<>();
  private final List<String> commonPrefixes = new ArrayList<>();

  private InMemoryListing(
      NavigableMap<String, StoredObject> sorted, ListRequest request, int pageSize) {
    this.sorted = sorted;
    this.request = request;
    this.limit = Math.min(request.maxKeys(), pageSize);
  }

  static ListPage page(
      NavigableMap<String, StoredObject> sorted, ListRequest request, int pageSize) {
    return new InMemoryListing(sorted, request, pageSize).cut();
  }

  private ListPage cut() {
    Map.Entry<String, StoredObject> at = first();
    while (at != null && at.getKey().startsWith(request.prefix())) {
      if (objects.size() + commonPrefixes.size() == limit) {
        return new ListPage(objects, commonPrefixes, Optional.of(at.getKey()));
      }
      at = take(at);
    }
    return new ListPage(objects, commonPrefixes, Optional.empty());
  }

  private Map.Entry<String, StoredObject> first() {
    if (request.continuation().isPresent()) {
      return sorted.ceilingEntry(request.continuation().get());
    }
    String after = request.startAfter().orElse("");
    return ObjectKey.LIST_ORDER.compare(after, request.prefix()) < 0 || after.isEmpty()
        ? sorted.ceilingEntry(request.prefix())
        : sorted.higherEntry(after);
  }

  /** Adds one entry of the page and answers the key the next one begins at. */
  private Map.Entry<String, StoredObject> take(Map.Entry<String, StoredObject> at) {
    int slash = at.getKey().indexOf('/', request.prefix().length());
    if (request.shape() == Shape.FLAT || slash < 0) {
      objects.add(at.getValue().listed());
      return sorted.higherEntry(at.getKey());
    }
    commonPrefixes.add(at.getKey().substring(0, slash + 1));
    // '0' is the character after '/': the first key past everything that starts with the prefix.
    return sorted.ceilingEntry(at.getKey().substring(0, slash) + '0');
  }
}
