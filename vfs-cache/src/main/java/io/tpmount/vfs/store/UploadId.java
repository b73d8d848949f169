package io.tpmount.vfs.store;

/**
 * An unfinished multipart upload.
 *
 * @param key the object it will make
 * @param value the store's name of it
 */
public record UploadId(ObjectKey key, String value) {}
