package io.tpmount.vfs.namespace;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the store for one name in the three forms it can have: NAME, NAME.rclonelink and NAME/.
 *
 * <p>One LIST of the prefix NAME tells all three, since they stand near each other, and only when
 * many longer names stand between are the missing forms asked for one by one. Three parallel
 * requests would answer no sooner and cost three.
 */
final class SingleName {
  private static final int ENOUGH = 100;

  /** What the store has under one name. */
  record Answer(Optional<ObjectInfo> file, Optional<ObjectInfo> link, boolean directory) {
    List<ObjectInfo> objects() {
      return file.or(() -> link).stream().toList();
    }
  }

  private final ObjectStore store;

  SingleName(ObjectStore store) {
    this.store = store;
  }

  Answer ask(String prefix, String name) throws StoreException, InterruptedException {
    String key = prefix + name;
    ListPage page = Await.result(store.list(ListRequest.oneLevel(key).withMaxKeys(ENOUGH)));
    Optional<ObjectInfo> file = find(page, key);
    Optional<ObjectInfo> link = find(page, key + LinkNode.SUFFIX);
    boolean directory = page.commonPrefixes().contains(key + "/");
    boolean decided = directory || page.next().isEmpty();
    return decided ? new Answer(file, link, directory) : askOneByOne(key, file, link);
  }

  private Answer askOneByOne(String key, Optional<ObjectInfo> file, Optional<ObjectInfo> link)
      throws StoreException, InterruptedException {
    CompletableFuture<ListPage> below = store.list(ListRequest.flat(key + "/").withMaxKeys(1));
    Optional<ObjectInfo> found =
        file.isPresent() || link.isPresent() ? link : head(key + LinkNode.SUFFIX);
    return new Answer(file, found, !Await.result(below).objects().isEmpty());
  }

  private Optional<ObjectInfo> head(String key) throws StoreException, InterruptedException {
    try {
      return Optional.of(Await.result(store.head(ObjectKey.of(key))));
    } catch (StoreException e) {
      if (e.error() instanceof StoreError.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<ObjectInfo> find(ListPage page, String key) {
    return page.objects().stream().filter(object -> object.key().value().equals(key)).findFirst();
  }
}
