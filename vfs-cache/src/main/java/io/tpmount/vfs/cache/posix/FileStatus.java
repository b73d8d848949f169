package io.tpmount.vfs.cache.posix;

import java.time.Instant;

/**
 * What a file system tells of an open file.
 *
 * @param size its length
 * @param allocated bytes of disk it really takes, delayed allocations included
 * @param modified when its content last changed
 */
public record FileStatus(long size, long allocated, Instant modified) {}
