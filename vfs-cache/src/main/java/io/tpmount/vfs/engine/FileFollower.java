package io.tpmount.vfs.engine;

import io.tpmount.vfs.intent.Follower;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the bytes of files reachable whose objects a change of names moves or deletes. That is all
 * there is to do for a change of an earlier run, which names show since the start.
 */
class FileFollower implements Follower {
  private final OpenFiles files;

  FileFollower(OpenFiles files) {
    this.files = files;
  }

  final OpenFiles files() {
    return files;
  }

  @Override
  public boolean mustCopy(ObjectKey to) {
    return !files.isUnsent(to);
  }

  @Override
  public Set<ObjectKey> readFrom() {
    return files.readFrom();
  }

  @Override
  public void beforeDelete(Collection<ObjectKey> keys)
      throws StoreException, IOException, InterruptedException {
    files.fetchFrom(keys);
  }

  @Override
  public void copied(Map<ObjectKey, ObjectInfo> copies) throws IOException {
    files.rebase(copies);
  }
}
