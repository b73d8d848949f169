package io.tpmount.vfs.engine;

/**
 * How far a {@link Warming} has come.
 *
 * @param files found so far
 * @param filesDone of them, those wholly in the cache, or failed
 * @param bytes of the files found so far
 * @param bytesDone of them, those in the cache
 * @param failed files that could not be fetched
 * @param failure why the last of them could not; empty when none failed
 */
public record WarmProgress(
    long files, long filesDone, long bytes, long bytesDone, long failed, String failure) {}
