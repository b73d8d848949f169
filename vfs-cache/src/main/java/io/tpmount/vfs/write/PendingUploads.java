package io.tpmount.vfs.write;

/**
 * What the store does not have yet.
 *
 * @param files waiting, being uploaded or failed
 * @param bytes of these files together
 * @param failed those whose last try failed; they are tried again
 */
public record PendingUploads(int files, long bytes, int failed) {}
