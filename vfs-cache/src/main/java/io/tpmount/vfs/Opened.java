package io.tpmount.vfs;

/**
 * A new handle of a file.
 *
 * @param handle to be released exactly once
 * @param pageCache what a kernel may do with pages it already has of the node
 */
public record Opened(HandleId handle, PageCache pageCache) {
  /** What a kernel may do with the pages of a node it opens again. */
  public enum PageCache {
    /** Same content as at the last open: keep them. */
    KEEP,
    /** Drop them. */
    DROP,
    /**
     * Other handles see another version of this path: bypass the cache (a driver that tells nodes
     * apart may drop).
     */
    BYPASS
  }
}
