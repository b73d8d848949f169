package io.tpmount.vfs.cache;

/**
 * What a disk cache holds at one moment.
 *
 * @param usedBytes blocks really used by all data files
 * @param dirtyBytes of these, blocks of files not yet in the store
 * @param files data files
 * @param dirtyFiles of these, files not yet in the store
 */
public record CacheUsage(long usedBytes, long dirtyBytes, long files, long dirtyFiles) {}
