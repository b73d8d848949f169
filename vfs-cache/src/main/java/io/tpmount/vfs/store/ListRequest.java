package io.tpmount.vfs.store;

import java.util.Optional;

/**
 * One page of a listing to ask for.
 *
 * @param prefix keys start with it
 * @param shape one level ({@code a/b} shows as the common prefix {@code a/}) or every key below
 * @param maxKeys upper limit of keys and common prefixes together, 1 to 1,000
 * @param continuation the token of the page before; empty for the first
 * @param startAfter only keys after this one; for a first page only
 */
public record ListRequest(
    String prefix,
    Shape shape,
    int maxKeys,
    Optional<String> continuation,
    Optional<String> startAfter) {
  /** S3's own limit of a page. */
  public static final int MAX_KEYS = 1000;

  /** Whether a listing stops at the next {@code /}. */
  public enum Shape {
    ONE_LEVEL,
    FLAT
  }

  public ListRequest {
    if (maxKeys < 1 || maxKeys > MAX_KEYS) {
      throw new IllegalArgumentException("maxKeys " + maxKeys);
    }
  }

  /** The first full page of one level. */
  public static ListRequest oneLevel(String prefix) {
    return new ListRequest(prefix, Shape.ONE_LEVEL, MAX_KEYS, Optional.empty(), Optional.empty());
  }

  /** The first full page of every key below. */
  public static ListRequest flat(String prefix) {
    return new ListRequest(prefix, Shape.FLAT, MAX_KEYS, Optional.empty(), Optional.empty());
  }

  public ListRequest after(String token) {
    return new ListRequest(prefix, shape, maxKeys, Optional.of(token), Optional.empty());
  }

  public ListRequest withMaxKeys(int max) {
    return new ListRequest(prefix, shape, max, continuation, startAfter);
  }
}
