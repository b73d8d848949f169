package io.tpmount.benchmarks.demo;

/**
 * A file as it was made, before any S3 came near it.
 *
 * @param key its name in the bucket, which is its path below the mount point
 * @param size bytes
 * @param sha256 in lower-case hex
 */
record Sample(String key, long size, String sha256) {}
