package io.tpmount.vfs.cache;

/**
 * What all files of one cache share.
 *
 * @param leftUploads what the store keeps of uploads given up
 * @param bootId of this run of the kernel
 * @param steps hears of the protocols' steps
 */
record CacheContext(
    CacheLayout layout,
    Index index,
    LiveFiles live,
    Residents residents,
    Space space,
    OpenFiles openFiles,
    LeftUploads leftUploads,
    long bootId,
    ProtocolStep.Listener steps) {}
