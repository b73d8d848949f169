package io.tpmount.vfs.engine;

import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.posix.Unsupported;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.write.WriteOptions;

/**
 * The whole configuration of a virtual file system.
 *
 * @param identity endpoint, bucket and prefix: what names the cache; never credentials or tuning
 * @param access whether changes are allowed, else {@code ReadOnly}
 * @param unsupported what is answered to calls that no object store can carry out
 */
public record VfsOptions(
    String identity,
    Access access,
    Unsupported unsupported,
    NamespaceOptions namespace,
    CacheOptions cache,
    ReadOptions read,
    WriteOptions write,
    ShownAttributes shown) {
  /** Whether a mount may change the bucket. */
  public enum Access {
    READ_WRITE,
    READ_ONLY
  }
}
