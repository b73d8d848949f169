package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;

/** What tells one version of an object from all others; the size guards against a reused ETag. */
record Version(ObjectKey key, ETag etag, long size) {
  static Version of(ObjectInfo info) {
    return new Version(info.key(), info.etag(), info.size());
  }
}
