package io.tpmount.vfs.store;

import java.util.Optional;

/** One version of an object in memory. */
record StoredObject(ObjectInfo info, StoredBytes bytes) {
  /** What a listing tells of it. */
  ObjectInfo listed() {
    return new ObjectInfo(
        info.key(), info.etag(), info.size(), info.lastModified(), Optional.empty());
  }
}
