package io.tpmount.vfs.engine;

import io.tpmount.vfs.cache.CacheUsage;
import io.tpmount.vfs.write.PendingUploads;

/**
 * What a file system has done and is doing, at one moment. Counts are since its start.
 *
 * @param cache what the disk cache holds
 * @param uploads what the store does not have yet
 * @param bytesAtHand bytes that reads found in the cache
 * @param bytesAwaited bytes that reads had to wait for
 * @param memoryUsed bytes in flight to and from the store
 * @param memoryLimit of those
 * @param openFiles handles that programs have open
 */
public record Activity(
    CacheUsage cache,
    PendingUploads uploads,
    long bytesAtHand,
    long bytesAwaited,
    long memoryUsed,
    long memoryLimit,
    int openFiles) {}
