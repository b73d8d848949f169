package io.tpmount.vfs.store;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing. Keys and prefixes are in {@link ObjectKey#LIST_ORDER}, each list by
 * itself.
 *
 * @param objects the keys of this page, mtime absent
 * @param commonPrefixes with their trailing {@code /}; empty for a flat listing
 * @param next the token of the next page; empty when this is the last
 */
public record ListPage(
    List<ObjectInfo> objects, List<String> commonPrefixes, Optional<String> next) {
  public ListPage {
    objects = List.copyOf(objects);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
