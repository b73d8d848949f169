package io.tpmount.vfs;

/**
 * What {@code statfs} shows.
 *
 * @param blockSize bytes of a block
 * @param blocks in all
 * @param freeBlocks left
 * @param files inodes in all
 * @param freeFiles left
 * @param nameMax longest name in bytes
 */
public record FsStat(
    long blockSize, long blocks, long freeBlocks, long files, long freeFiles, int nameMax) {}
