package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.intent.Intents;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import java.util.Optional;

/** Whether a directory is empty, which the store is asked: others may have filled it. */
final class Emptiness {
  /** Enough to see one object beside the marker. */
  private static final int FEW = 2;

  /**
   * It was empty.
   *
   * @param key of the directory then
   * @param asked when, in ticks
   * @param marker whether the store has an object that stands for the directory
   */
  record Proof(String key, long asked, boolean marker) {}

  private final ObjectStore store;
  private final Tree tree;
  private final Intents intents;

  Emptiness(ObjectStore store, Tree tree, Intents intents) {
    this.store = store;
    this.tree = tree;
    this.intents = intents;
  }

  /** Objects that are to be deleted, and are not yet, do not count. */
  Proof prove(DirectoryNode directory) throws VfsException, StoreException, InterruptedException {
    requireNoOwn(directory);
    String key = directory.key();
    Await.shared(intents.settled(key));
    long asked = tree.now();
    boolean marker = false;
    ListRequest all = ListRequest.flat(key);
    Optional<ListRequest> next = Optional.of(intents.size() == 0 ? all.withMaxKeys(FEW) : all);
    while (next.isPresent()) {
      ListRequest request = next.get();
      ListPage page = Await.result(store.list(request));
      for (ObjectInfo object : page.objects()) {
        if (object.key().value().equals(key)) {
          marker = true;
        } else if (!intents.isLeaving(object.key())) {
          throw notEmpty(directory);
        }
      }
      next = page.next().map(request::after);
    }
    return new Proof(key, asked, marker);
  }

  /** Whether a proof still holds; nobody can make a child while the caller has the monitor. */
  void requireStill(DirectoryNode directory, Proof proof) throws VfsException {
    requireNoOwn(directory);
    boolean moved = !directory.key().equals(proof.key());
    if (moved || directory.gainedSince(proof.asked())) {
      throw notEmpty(directory);
    }
  }

  private static void requireNoOwn(DirectoryNode directory) throws VfsException {
    if (directory.holdsOwn()) {
      throw notEmpty(directory);
    }
  }

  private static VfsException notEmpty(DirectoryNode directory) {
    return new VfsException(new VfsError.NotEmpty(directory.key()));
  }
}
