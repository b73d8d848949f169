package io.tpmount.vfs;

/**
 * An open file or directory.
 *
 * @param value never used twice in the life of a mount
 */
public record HandleId(long value) {}
